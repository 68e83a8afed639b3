extension GrammarText {
    /// A search request, and what it is made of beside queries and aggregations.
    static let search = """
        search
          query post_filter filter = query
          aggs aggregations = aggregations
          suggest = suggest
          highlight = highlight
          sort = sort
          rescore = rescore
          collapse = collapse
          pit = pit
          indices_boost = boosts
          runtime_mappings = runtimeMappings
          knn = knn
          retriever = retriever
          sub_searches = subSearch
          _source = sourceFilter
          stored_fields fields docvalue_fields fielddata_fields = fieldList
          script_fields = scriptFields
          partial_fields = partialFields
          slice = scalarMap
          # Of OpenSearch: by name.
          search_pipeline = @searchPipeline
          verbose_pipeline = scalars
          derived rank = any
          from size timeout terminate_after track_total_hits track_scores min_score profile = scalars
          explain version seq_no_primary_term search_after stats _name = scalars
          include_named_queries_score = scalars
        sourceFilter text
          include includes exclude excludes exclude_vectors = scalars
        fieldList text
          * = scalars
        scriptFields
          * = scriptField
        scriptField
          script = script
          params = any
          lang script_file script_id ignore_failure = scalars
        partialFields
          * = sourceFilter
        pit
          id = @cursor
          keep_alive = scalars
        boosts names=@boost
          * = scalars
        runtimeMappings
          * = runtimeField
        runtimeField
          target_index = @join
          script = script
          fields meta = any
          type format locale input_field target_field fetch_fields on_script_error = scalars
        subSearch
          query = query
        sort text
          * = sortField
        sortField text
          nested = sortNested
          nested_filter nestedFilter = query
          script = script
          params = any
          * = point
        sortNested
          path max_children = scalars
          filter = query
          nested = sortNested
        collapse
          field max_concurrent_group_searches = scalars
          inner_hits = hits
        hits
          query = query
          sort = sort
          highlight = highlight
          collapse = collapse
          _source = sourceFilter
          stored_fields fields docvalue_fields fielddata_fields = fieldList
          script_fields = scriptFields
          partial_fields = partialFields
          name from size track_scores version seq_no_primary_term explain ignore_unmapped = scalars
        # Elasticsearch 2 doesn't step over an object that it doesn't know here, but reads what is in it.
        highlight
          fields = highlightFields
          highlight_query = query
          options = scalarMap
          * = scalars
        highlightFields
          * = highlightField
        highlightField
          highlight_query = query
          options = scalarMap
          * = scalars
        rescore
          window_size = scalars
          query = rescoreQuery
          learning_to_rank = rescoreModel
          script = rescoreScript
        rescoreQuery
          rescore_query rescoreQuery = query
          query_weight queryWeight rescore_query_weight rescoreQueryWeight score_mode = scalars
          scoreMode = scalars
        rescoreScript
          script = script
        rescoreModel
          model_id = scalars
          params = scalarMap
        suggest text
          text = scalars
          * = suggestion
        suggestion text
          text prefix regex = scalars
          term = scalarMap
          completion = completion
          phrase = phrase
        completion
          fuzzy regex = mapOrText
          context contexts = suggestContexts
          * = scalars
        suggestContexts
          * = suggestContext
        suggestContext text
          * = point
        phrase
          collate = collation
          direct_generator highlight = scalarMap
          smoothing = smoothing
          * = scalars
        smoothing
          * = scalarMap
        # A template of a query, into which each suggestion is put.
        collation
          query = collationQuery
          params = any
          prune = scalars
        collationQuery
          source|inline = !queryTemplate
          params = any
        retriever single
          standard = plainRetriever
          knn = knn
          rrf linear text_similarity_reranker rule rescorer pinned = compoundRetriever
          random_reranker diversify = compoundRetriever
        plainRetriever
          query filter = query
          sort = sort
          collapse = collapse
          search_after terminate_after min_score _name = scalars
        compoundRetriever
          retriever = retriever
          retrievers = weightedRetriever
          filter = query
          rescore = rescore
          query = words
          match_criteria docs chunk_rescorer = any
          fields rank_window_size rank_constant min_score _name normalizer field = scalars
          inference_id inference_text ruleset_id ruleset_ids ids seed type lambda size = scalars
          query_vector k num_candidates = scalars
        words text
        weightedRetriever
          + retriever
          retriever = retriever
          weight normalizer = scalars
        vectorTile
          query = query
          aggs aggregations = aggregations
          sort = sort
          fields = fieldList
          runtime_mappings = runtimeMappings
          buffer exact_bounds extent grid_agg grid_precision grid_type size = scalars
          track_total_hits with_labels = scalars
        graph
          query = query
          vertices = graphVertex
          connections = graphHop
          controls = graphControls
        graphHop
          query = query
          vertices = graphVertex
          connections = graphHop
        graphVertex
          include = mapOrText
          field size min_doc_count shard_min_doc_count exclude = scalars
        graphControls
          sample_diversity = scalarMap
          use_significance return_detailed sample_size timeout = scalars
        fieldStatistics
          fields = scalars
          index_constraints = fieldConstraints
        fieldConstraints
          * = fieldConstraint
        fieldConstraint
          min_value max_value = scalarMap
        # What counts, validates, explains, deletes or narrows by a query.
        queryBody
          query index_filter = query
          sort = sort
          runtime_mappings = runtimeMappings
          slice = scalarMap
          max_docs size conflicts terminate_after min_score scroll_size timeout seq_no_primary_term version = scalars
        updateByQuery
          + queryBody
          script = script
        fieldCapabilities
          index_filter = query
          runtime_mappings = runtimeMappings
          fields = scalars
        termsEnum
          index_filter = query
          field string size timeout case_insensitive search_after = scalars
        painlessExecute
          script = script
          context = scalars
          context_setup = contextSetup
        contextSetup
          index = @executed
          document = any
          query = query
        analyze text
          text analyzer tokenizer filter filters token_filter token_filters char_filter char_filters = any
          field explain attributes normalizer prefer_local = any
        percolate
          doc = !document
          size track_scores score = scalars
          query filter = query
          sort = sort
          highlight = highlight
          aggs aggregations = aggregations
        rankEval
          requests = ratedRequest
          metric = any
          max_concurrent_searches = scalars
          templates = ratedTemplate
        ratedTemplate
          id = scalars
          template = ratedTemplateSource
        ratedTemplateSource
          source|inline = !template
          params = any
        ratedRequest
          id ratings params summary_fields = any
          request = search
          template_id = scalars
        searchTemplate
          source inline template = !template
          id = @storedTemplate
          file = refuse
          params explain profile = any
        # Header of a search in `_msearch`.
        header
          index|indices = @search
          ignore_unavailable|ignoreUnavailable = !ignoreUnavailable
          allow_no_indices|allowNoIndices = !allowNoIndices
          expand_wildcards|expandWildcards = !expandWildcards
          type types search_type searchType preference routing request_cache requestCache = scalars
          query_cache queryCache ignore_throttled ignoreThrottled ccs_minimize_roundtrips = scalars
          allow_partial_search_results max_concurrent_shard_requests = scalars
          cancel_after_time_interval = scalars
        """
}
