extension GrammarText {
    /// Indices, aliases and templates.
    static let administration = """
        aliases
          actions = aliasActions
        aliasActions
          add = aliasAction
          remove = unaliasAction
          remove_index = removeIndex
        aliasAction needs=index
          index|indices = @aliased
          alias|aliases = @addedAlias
          filter = query
          routing index_routing indexRouting index-routing search_routing searchRouting search-routing = scalars
          is_write_index is_hidden must_exist = scalars
        unaliasAction needs=index
          index|indices = @aliased
          alias|aliases = @alias
          filter = query
          routing index_routing indexRouting index-routing search_routing searchRouting search-routing = scalars
          is_write_index is_hidden must_exist = scalars
        removeIndex needs=index
          index|indices = @removed
          must_exist = scalars
        # The body of a single alias may name another index and alias than the path.
        putAlias
          index|indices = @aliased
          alias = @addedAlias
          filter = query
          routing index_routing indexRouting search_routing searchRouting is_write_index is_hidden = scalars
        newAliases names=@newAlias
          * = newAlias
        newAlias text
          filter = query
          routing index_routing search_routing is_write_index is_hidden = scalars
        createIndex
          settings = !settings
          mappings = mappings
          aliases = newAliases
          creation_date = scalars
        newIndex
          + createIndex
          conditions max_docs max_age max_size max_primary_shard_size max_single_primary_size = any
          remove_index_blocks = scalars
          settings_override = !settings
          mappings_override = mappings
        # Compressed and in Base64 they are a text.
        mappings templated
          target_index = mappedName
          type = !fieldType
          * = mapping
        mapping text
          + mappings
        # A name when it is a text, a field of that name when it is an object.
        mappedName text=@join
          + mapping
        templateBody
          settings = !settings
          mappings = mappings
          aliases = newAliases
          lifecycle data_stream_options = any
        template
          index_patterns = @pattern
          template = templateOrPattern
          + templateBody
          order version priority composed_of ignore_missing_component_templates _meta = any
          allow_auto_create deprecated data_stream create = any
        templateOrPattern text=@pattern
          + templateBody
        """
}
