/// All routes about keys.
enum KeyRoutes {
    static var all: [SecurityRoute] {
        [CreateAPIKey.route, GetAPIKeys.route, InvalidateAPIKeys.route] + UpdateAPIKeys.routes
            + [GrantAPIKey.route, CloneAPIKey.route, QueryAPIKeys.route, ClearCaches.keys]
            + KeyLimitsRoutes.all
    }
}
