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
          from size timeout terminate_after track_total_hits track_scores min_score profile = any
          explain version seq_no_primary_term stored_fields fields docvalue_fields = any
          fielddata_fields _source script_fields partial_fields derived search_after slice stats = any
          rank _name include_named_queries_score = any
        pit
          id = @cursor
          keep_alive = any
        boosts names=@boost
          * = any
        runtimeMappings
          * = runtimeField
        runtimeField
          target_index = @join
          type script format locale input_field target_field fetch_fields fields = any
          on_script_error meta = any
        subSearch
          query = query
        sort text
          * = sortField
        sortField text
          nested = sortNested
          nested_filter nestedFilter = query
          * = any
        sortNested
          path max_children = any
          filter = query
          nested = sortNested
        collapse
          field max_concurrent_group_searches = any
          inner_hits = hits
        hits
          query = query
          sort = sort
          highlight = highlight
          collapse = collapse
          name from size track_scores version seq_no_primary_term explain stored_fields fields = any
          fielddata_fields docvalue_fields script_fields partial_fields _source ignore_unmapped = any
        highlight
          fields = highlightFields
          highlight_query = query
          * = any
        highlightFields
          * = highlightField
        highlightField
          highlight_query = query
          * = any
        rescore
          window_size learning_to_rank script = any
          query = rescoreQuery
        rescoreQuery
          rescore_query rescoreQuery = query
          query_weight queryWeight rescore_query_weight rescoreQueryWeight score_mode scoreMode = any
        suggest text
          text = any
          * = suggestion
        suggestion text
          text prefix regex = any
          term completion = any
          phrase = phrase
        # A phrase is collated by a template, which cannot be seen through.
        phrase
          collate = refuse
          * = any
        retriever single
          standard = plainRetriever
          knn = knn
          rrf linear text_similarity_reranker rule rescorer pinned = compoundRetriever
          random_reranker diversify = compoundRetriever
        plainRetriever
          query filter = query
          sort = sort
          collapse = collapse
          search_after terminate_after min_score _name = any
        compoundRetriever
          retriever = retriever
          retrievers = weightedRetriever
          filter = query
          rescore = rescore
          query = words
          fields rank_window_size rank_constant min_score _name normalizer field inference_id = any
          inference_text ruleset_id ruleset_ids match_criteria ids docs seed type lambda size = any
          query_vector k num_candidates = any
        words text
        weightedRetriever
          + retriever
          retriever = retriever
          weight normalizer = any
        # What counts, validates, explains, deletes or narrows by a query.
        queryBody
          query index_filter = query
          sort = sort
          runtime_mappings = runtimeMappings
          slice max_docs size conflicts terminate_after min_score scroll_size timeout = any
        updateByQuery
          + queryBody
          script = any
        fieldCapabilities
          index_filter = query
          runtime_mappings = runtimeMappings
          fields = any
        termsEnum
          index_filter = query
          field string size timeout case_insensitive search_after = any
        painlessExecute
          script context = any
          context_setup = contextSetup
        contextSetup
          index = @executed
          document = any
          query = query
        analyze text
          text analyzer tokenizer filter filters token_filter token_filters char_filter char_filters = any
          field explain attributes normalizer prefer_local = any
        percolate
          doc size track_scores score = any
          query filter = query
          sort = sort
          highlight = highlight
          aggs aggregations = aggregations
        rankEval
          requests = ratedRequest
          metric max_concurrent_searches = any
          templates = refuse
        ratedRequest
          id ratings params summary_fields = any
          request = search
          template_id = refuse
        searchTemplate
          source inline template = !template
          id file = refuse
          params explain profile = any
        # Header of a search in `_msearch`.
        header
          index|indices = @search
          ignore_unavailable|ignoreUnavailable = !ignoreUnavailable
          allow_no_indices|allowNoIndices = !allowNoIndices
          expand_wildcards|expandWildcards = !expandWildcards
          type types search_type searchType preference routing request_cache requestCache = any
          query_cache queryCache ignore_throttled ignoreThrottled ccs_minimize_roundtrips = any
          allow_partial_search_results max_concurrent_shard_requests cancel_after_time_interval = any
        """
}
