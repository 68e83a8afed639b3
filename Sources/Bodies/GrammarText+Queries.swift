extension GrammarText {
    /// The query DSL.
    static let queries = """
        # A point: text, numbers or coordinates.
        point text nested
          * = scalars
        # What has fields: each a value, or options with values.
        leafQuery
          * = leafField
        leafField text
          * = scalars
        scalarMap
          * = scalars
        script text
          source inline id file lang stored = scalars
          params options = any
        query single
          match_all match_none match match_phrase match_phrase_prefix match_bool_prefix = leafQuery
          multi_match text text_phrase text_phrase_prefix query_string simple_query_string = leafQuery
          combined_fields term range numeric_range exists missing prefix wildcard regexp = leafQuery
          fuzzy type ids limit fuzzy_like_this fuzzy_like_this_field flt flt_field = leafQuery
          more_like_this_field mlt_field geo_distance geo_distance_range geo_grid = leafQuery
          geohash_cell geohash_filter parent_id distance_feature rank_feature span_term = leafQuery
          common = commonTerms
          terms_set = termsSet
          script = scriptQuery
          geo_bounding_box geo_bbox geo_polygon = geoArea
          # All releases that know these refuse whatever they don't expect.
          intervals sparse_vector text_expansion weighted_tokens semantic neural_sparse span_gap = any
          span_near span_or span_not span_first span_containing span_within span_multi = span
          span_field_masking field_masking_span = span
          terms in = terms
          bool = bool
          boosting = boosting
          constant_score = constantScore
          filtered = constantScore
          dis_max = disjunction
          hybrid = disjunction
          function_score = functionScore
          script_score = scriptScore
          nested = nested
          has_child has_parent top_children = nested
          geo_shape shape xy_shape = geoShape
          more_like_this mlt = moreLikeThis
          percolate = percolateQuery
          pinned = pinned
          rule rule_query = pinned
          knn = knn
          neural = neural
          wrapper = wrapper
          indices = indicesQuery
          and or = filterList
          not = negation
          query = query
          fquery = constantScore
          template = refuse
        commonTerms
          * = commonField
        mapOrText text
          * = scalars
        commonField text
          minimum_should_match = mapOrText
          * = scalars
        termsSet
          * = termsSetField
        termsSetField
          minimum_should_match_script = script
          * = scalars
        scriptQuery
          script = script
          params = any
          lang script_file script_id boost _name _cache _cache_key = scalars
        geoArea
          * = geoAreaField
        geoAreaField text
          * = point
        span
          clauses include exclude little big match query = query
          boost _name end slop in_order collect_payloads pre post dist field = scalars
        terms
          * = termsField
        # A field: values, or a document that has them. Any member that is an object is a field, whatever its name.
        # Arrays in the array end it early for some releases, which then take the next object for a document.
        termsField text needs=index elements=scalar
          index = @lookup
          id path routing type cache _cache _cache_key store = scalars
        bool
          must should must_not mustNot filter = query
          minimum_should_match minimumShouldMatch minimum_number_should_match boost _name = scalars
          adjust_pure_negative disable_coord _cache _cache_key = scalars
        boosting
          positive negative = query
          negative_boost boost _name = scalars
        constantScore
          query filter = query
          boost _name strategy _cache _cache_key = scalars
        disjunction
          queries filter = query
          tie_breaker boost _name pagination_depth = scalars
        functionScore
          query filter = query
          functions = scoreFunction
          boost_mode score_mode max_boost min_score boost _name weight boost_factor = scalars
          random_score field_value_factor = scalarMap
          gauss exp linear = decay
          script_score = scoreScript
        scoreFunction
          filter = query
          weight boost_factor _name = scalars
          random_score field_value_factor = scalarMap
          gauss exp linear = decay
          script_score = scoreScript
        decay
          * = decayField
        decayField text
          * = point
        scoreScript
          script = script
          params = any
          lang script_file script_id = scalars
        scriptScore
          query = query
          script = script
          min_score boost _name = scalars
        nested
          query filter = query
          inner_hits = hits
          path type child_type parent_type score_type score_mode score ignore_unmapped boost = scalars
          min_children max_children short_circuit_cutoff join factor incremental_factor _name = scalars
          _scope _cache _cache_key = scalars
        # A shape without the name of its index is looked for in one of a default name.
        geoShape
          * = geoShapeField
        geoShapeField text
          shape = geometry
          indexed_shape = indexedShape
          relation strategy points_only distance_error_pct = scalars
        geometry text
          coordinates = coordinates
          geometries = geometry
          type radius orientation bbox = scalars
          crs = any
        coordinates text nested
        indexedShape needs=index:shapes
          index = @lookup
          id path routing type = scalars
        moreLikeThis
          fields like_text ids exclude min_term_freq max_query_terms stop_words min_doc_freq = scalars
          max_doc_freq min_word_length max_word_length boost_terms boost include analyzer = scalars
          minimum_should_match percent_terms_to_match fail_on_unsupported_field _name = scalars
          like unlike ignore_like docs = likeDocument
        likeDocument text needs=_index
          _index = @liked
          _id _type _routing routing _version version _version_type version_type fields = scalars
          doc = !document
          per_field_analyzer = any
        percolateQuery
          index = @lookup
          document documents = any
          field id document_type type routing preference version name boost _name = scalars
        pinned
          organic = query
          docs match_criteria = any
          ids ruleset_id ruleset_ids boost _name = scalars
        # Members that are not named are fields, as OpenSearch has it.
        knn
          field query_vector k num_candidates num_results similarity boost _name = scalars
          visit_percentage = scalars
          rescore_vector = scalarMap
          query_vector_builder = vectorBuilder
          filter = query
          inner_hits = hits
          * = knnField
        knnField
          vector k boost _name min_score max_distance expand_nested_docs = scalars
          method_parameters = scalarMap
          rescore = any
          filter = query
        vectorBuilder
          text_embedding = any
        neural
          * = neuralField
        neuralField text
          query_text query_image model_id k boost _name min_score max_distance = scalars
          expand_nested_docs semantic_field_search_analyzer = scalars
          method_parameters query_tokens = scalarMap
          rescore = any
          filter = query
        wrapper
          query = !wrapper
        indicesQuery
          index indices = @boost
          query filter = query
          no_match_query no_match_filter = queryOrText
          _name boost = scalars
        queryOrText single text
          + query
        filterList
          + query
          filters = query
          _cache _cache_key _name boost = scalars
        negation
          + query
          filter = query
          _cache _cache_key _name boost = scalars
        """
}
