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
          auto_date_histogram avg avg_bucket boxplot bucket_correlation bucket_count_ks_test = any
          bucket_script bucket_selector bucket_sort cardinality categorize_text cartesian_bounds = any
          cartesian_centroid change_point children composite cumulative_cardinality cumulative_sum = any
          date_histogram date_range derivative diversified_sampler extended_stats = any
          extended_stats_bucket geo_bounds geo_centroid geo_distance geo_line geohash_grid = any
          geohex_grid geotile_grid global histogram inference ip_prefix ip_range ipv4_range = any
          matrix_stats max max_bucket median_absolute_deviation min min_bucket missing moving_avg = any
          moving_fn moving_percentiles multi_terms nested normalize parent percentile_ranks = any
          percentiles percentiles_bucket random_sampler range rare_terms rate reverse_nested = any
          sampler scripted_metric serial_diff stats stats_bucket string_stats sum sum_bucket terms = any
          time_series value_count variable_width_histogram weighted_avg = any
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
