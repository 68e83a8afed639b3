/// Routes under `/_keyward/`: what Elasticsearch does not have.
enum OwnRoutes {
    static var all: [SecurityRoute] {
        [RotateAPIKey.route, ListKeys.route, InvalidateAPIKeys.ownRoute] + SuspendAPIKeys.routes
            + [ImportRoute.route, ExportRoute.route, OpenAPIDocument.route]
    }
}
