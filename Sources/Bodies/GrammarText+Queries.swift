extension GrammarText {
    /// The query DSL.
    static let queries = """
        query single
          match_all match_none match match_phrase match_phrase_prefix match_bool_prefix multi_match = any
          text text_phrase text_phrase_prefix combined_fields common query_string simple_query_string = any
          term terms_set range numeric_range exists missing prefix wildcard regexp fuzzy type ids limit = any
          fuzzy_like_this fuzzy_like_this_field flt flt_field more_like_this_field mlt_field = any
          geo_bounding_box geo_bbox geo_distance geo_distance_range geo_polygon geo_grid = any
          geohash_cell geohash_filter parent_id script distance_feature rank_feature intervals = any
          sparse_vector text_expansion weighted_tokens semantic neural_sparse = any
          span_term span_gap = any
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
        span
          clauses include exclude little big match query = query
          boost _name end slop in_order collect_payloads pre post dist field = any
        terms
          * = termsField
        # A field: values, or a document that has them. Any member that is an object is a field, whatever its name.
        termsField text needs=index elements=any
          index = @lookup
          id path routing type cache _cache _cache_key store = any
        bool
          must should must_not mustNot filter = query
          minimum_should_match minimumShouldMatch minimum_number_should_match boost _name = any
          adjust_pure_negative disable_coord _cache _cache_key = any
        boosting
          positive negative = query
          negative_boost boost _name = any
        constantScore
          query filter = query
          boost _name strategy _cache _cache_key = any
        disjunction
          queries filter = query
          tie_breaker boost _name pagination_depth = any
        functionScore
          query filter = query
          functions = scoreFunction
          boost_mode score_mode max_boost min_score boost _name = any
          weight boost_factor random_score script_score field_value_factor gauss exp linear = any
        scoreFunction
          filter = query
          weight boost_factor random_score script_score field_value_factor gauss exp linear _name = any
        scriptScore
          query = query
          script min_score boost _name = any
        nested
          query filter = query
          inner_hits = hits
          path type child_type parent_type score_type score_mode score ignore_unmapped boost _name = any
          min_children max_children short_circuit_cutoff join factor incremental_factor = any
          _scope _cache _cache_key = any
        # A shape without the name of its index is looked for in one of a default name.
        geoShape
          * = geoShapeField
        geoShapeField text
          shape relation strategy points_only distance_error_pct = any
          indexed_shape = indexedShape
        indexedShape needs=index:shapes
          index = @lookup
          id path routing type = any
        moreLikeThis
          fields like_text ids exclude min_term_freq max_query_terms stop_words min_doc_freq = any
          max_doc_freq min_word_length max_word_length boost_terms boost include analyzer = any
          minimum_should_match percent_terms_to_match fail_on_unsupported_field _name = any
          like unlike ignore_like docs = likeDocument
        likeDocument text needs=_index
          _index = @liked
          _id _type _routing routing _version version _version_type version_type doc fields = any
          per_field_analyzer = any
        percolateQuery
          index = @lookup
          field id document documents document_type type routing preference version name boost _name = any
        pinned
          organic = query
          ids docs match_criteria ruleset_id ruleset_ids boost _name = any
        # Members that are not named are fields, as OpenSearch has it.
        knn
          field query_vector k num_candidates num_results similarity boost _name visit_percentage = any
          rescore_vector = any
          query_vector_builder = vectorBuilder
          filter = query
          inner_hits = hits
          * = knnField
        knnField
          vector k boost _name min_score max_distance method_parameters rescore = any
          expand_nested_docs = any
          filter = query
        vectorBuilder
          text_embedding = any
        neural
          * = neuralField
        neuralField text
          query_text query_image model_id k boost _name min_score max_distance method_parameters = any
          rescore expand_nested_docs query_tokens semantic_field_search_analyzer = any
          filter = query
        wrapper
          query = !wrapper
        indicesQuery
          index indices = @boost
          query filter = query
          no_match_query no_match_filter = queryOrText
          _name boost = any
        queryOrText single text
          + query
        filterList
          + query
          filters = query
          _cache _cache_key _name boost = any
        negation
          + query
          filter = query
          _cache _cache_key _name boost = any
        """
}
