/// Errors about names of indices.
extension ErrorResponse {
    /// 404. Only for names that the caller may use: others are forbidden, so that nobody learns what exists.
    public static func indexNotFound(_ name: String) -> ErrorResponse {
        var error = ErrorResponse(
            status: 404, type: "index_not_found_exception", reason: "no such index [\(name)]")
        error.extras = [
            Extra("resource.type", "index_or_alias"), Extra("resource.id", name), Extra("index_uuid", "_na_"),
            Extra("index", name),
        ]
        return error
    }

    public static func invalidIndexName(_ name: String) -> ErrorResponse {
        var error = ErrorResponse(
            status: 400, type: "invalid_index_name_exception",
            reason: "Invalid index name [\(name)], no index can have it")
        error.extras = [Extra("index_uuid", "_na_"), Extra("index", name)]
        return error
    }

    public static func wildcardsNotAllowed(_ action: Action, _ expressions: [String]) -> ErrorResponse {
        .illegalArgument(
            "the action \(action) does not support wildcards; the provided index expression(s)"
                + " [\(expressions.joined(separator: ","))] are not allowed")
    }

    public static func nameRequired(_ action: Action, _ expressions: [String]) -> ErrorResponse {
        .illegalArgument(
            expressions.isEmpty
                ? "the action \(action) requires explicit index names, but none were provided"
                : "the action \(action) does not support accessing all indices; the provided index expression"
                    + " [\(expressions.joined(separator: ","))] is not allowed")
    }

    /// 404: a scroll or a point in time that is not the caller's, or not there.
    public static func searchContextMissing() -> ErrorResponse {
        ErrorResponse(
            status: 404, type: "search_context_missing_exception",
            reason: "No search context found for id [0]")
    }

    /// 404: an async search or a task that is not the caller's, or not there.
    public static func resourceNotFound(_ id: String) -> ErrorResponse {
        ErrorResponse(status: 404, type: "resource_not_found_exception", reason: id)
    }
}
