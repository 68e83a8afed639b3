extension GrammarText {
    static let aggregations = """
        aggregations
          * = aggregation
        aggregation
          aggs aggregations = aggregations
          meta = any
          filter = query
          filters = filtersAggregation
          adjacency_matrix = matrixAggregation
          significant_terms significant_text = significant
          top_hits = hits
          top_metrics = topMetrics
          frequent_item_sets frequent_items = itemSets
          t_test = tTest
          terms avg sum min max stats extended_stats value_count percentiles = plainAggregation
          percentile_ranks cardinality geo_bounds geo_centroid scripted_metric global = plainAggregation
          missing nested reverse_nested children range date_range ip_range = plainAggregation
          ipv4_range histogram date_histogram geo_distance geohash_grid sampler = plainAggregation
          diversified_sampler avg_bucket derivative max_bucket min_bucket sum_bucket = plainAggregation
          stats_bucket extended_stats_bucket percentiles_bucket moving_avg = plainAggregation
          cumulative_sum bucket_script bucket_selector serial_diff = plainAggregation
          # All releases that know these refuse whatever they don't expect.
          auto_date_histogram boxplot bucket_correlation bucket_count_ks_test bucket_sort = any
          categorize_text cartesian_bounds cartesian_centroid change_point composite = any
          cumulative_cardinality geo_line geohex_grid geotile_grid inference ip_prefix = any
          matrix_stats median_absolute_deviation moving_fn moving_percentiles multi_terms = any
          normalize parent random_sampler rare_terms rate string_stats time_series = any
          variable_width_histogram weighted_avg = any
        # Elasticsearch 2 reads on, behind the end of what it knows, after an object that it doesn't expect.
        plainAggregation
          script init_script map_script combine_script reduce_script = script
          params reduce_params = any
          order ranges settings hdr tdigest extended_bounds hard_bounds = scalarMap
          include exclude = termsChoice
          buckets_path = mapOrText
          origin = point
          bounds = geoAreaField
          * = scalars
        filtersAggregation
          filters = namedQueries
          other_bucket other_bucket_key keyed = scalars
        matrixAggregation
          filters = namedQueries
          separator = scalars
        # Filters with names, or an array of filters without.
        namedQueries elements=query
          * = query
        significant
          background_filter = query
          include exclude = termsChoice
          mutual_information chi_square gnd jlh percentage p_value = scalarMap
          script_heuristic = scoreScript
          * = scalars
        termsChoice text
          * = scalars
        topMetrics
          sort = sort
          metrics = fieldList
          size missing = scalars
        itemSets
          filter = query
          fields = any
          minimum_set_size minimum_support size = scalars
        tTest
          a b = tTestSide
          type = scalars
        tTestSide
          filter = query
          script = script
          field missing = scalars
        """
}
