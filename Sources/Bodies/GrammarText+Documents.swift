extension GrammarText {
    /// Requests for documents, and what moves them.
    static let documents = """
        multiGet
          docs = getDocument
          ids = !getID
        getDocument item needs=_index
          _index = @get
          _id = !id
          _type = !type
          _source = sourceFilter
          routing|_routing parent|_parent version|_version = scalars
          version_type|_version_type|versionType|_versionType = scalars
          fields stored_fields _fields _source_include _source_includes _source_exclude = scalars
          _source_excludes preference realtime refresh = scalars
        vectorOptions
          doc = !document
          filter per_field_analyzer = scalarMap
          fields offsets positions payloads term_statistics termStatistics = scalars
          field_statistics fieldStatistics dfs preference realtime = scalars
          routing|_routing parent|_parent version|_version = scalars
          version_type|_version_type|versionType|_versionType = scalars
        multiTermVectors
          docs = vectorDocument
          ids = !vectorID
          parameters = vectorParameters
        vectorDocument item needs=_index
          _index = @multiVectors
          _id = !id
          _type = !type
          + vectorOptions
        # They hold for all `ids`: an index among them would be that of each.
        vectorParameters
          _type = scalars
          + vectorOptions
        termVectors
          _index = @vectors
          _id _type = scalars
          + vectorOptions
        reindex
          source = reindexSource
          dest = reindexDestination
          script = !movingScript
          slice = scalarMap
          conflicts max_docs size = scalars
        reindexSource needs=index
          index = @source
          remote = refuse
          query = query
          sort = sort
          runtime_mappings = runtimeMappings
          _source = sourceFilter
          slice = scalarMap
          stored_fields fields = fieldList
          script_fields = scriptFields
          type size = scalars
        reindexDestination needs=index
          index = @destination
          pipeline = @pipeline
          op_type|opType = !operation
          type = !documentType
          routing version_type versionType = scalars
        scroll
          scroll_id|scrollId = @cursors
          scroll = scalars
        closePointInTime
          id|pit_id = @cursors
        sql
          query = !sql
          cursor = @cursor
          filter = query
          runtime_mappings = runtimeMappings
          catalog project_routing = refuse
          params fetch_size request_timeout page_timeout time_zone columnar = any
          field_multi_value_leniency index_include_frozen mode client_id version binary_format = any
          wait_for_completion_timeout keep_on_completion keep_alive allow_partial_search_results = any
        esql
          query = !esql
          filter = query
          project_routing tables = refuse
          params columnar locale profile include_ccs_metadata pragma accept_pragma_risks = any
          wait_for_completion_timeout keep_on_completion keep_alive allow_partial_results = any
          include_execution_metadata time_zone = any
        eql
          filter = query
          runtime_mappings = runtimeMappings
          query event_category_field timestamp_field tiebreaker_field size fetch_size fields = any
          result_position case_sensitive wait_for_completion_timeout keep_on_completion keep_alive = any
          max_samples_per_key allow_partial_search_results allow_partial_sequence_results = any
        """
}
