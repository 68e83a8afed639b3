// The console's files within the program, so that there is nothing to install beside it. A new file is named here.
#include "console.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char css_base_css[] = {
#embed "Files/css/base.css"
};
static const unsigned char css_parts_css[] = {
#embed "Files/css/parts.css"
};
static const unsigned char css_views_css[] = {
#embed "Files/css/views.css"
};
static const unsigned char icon_svg[] = {
#embed "Files/icon.svg"
};
static const unsigned char index_html[] = {
#embed "Files/index.html"
};
static const unsigned char js_api_js[] = {
#embed "Files/js/api.js"
};
static const unsigned char js_catalogue_js[] = {
#embed "Files/js/catalogue.js"
};
static const unsigned char js_dom_js[] = {
#embed "Files/js/dom.js"
};
static const unsigned char js_export_js[] = {
#embed "Files/js/export.js"
};
static const unsigned char js_format_js[] = {
#embed "Files/js/format.js"
};
static const unsigned char js_keychange_js[] = {
#embed "Files/js/keychange.js"
};
static const unsigned char js_keysearch_js[] = {
#embed "Files/js/keysearch.js"
};
static const unsigned char js_main_js[] = {
#embed "Files/js/main.js"
};
static const unsigned char js_parts_chart_js[] = {
#embed "Files/js/parts/chart.js"
};
static const unsigned char js_parts_descriptor_js[] = {
#embed "Files/js/parts/descriptor.js"
};
static const unsigned char js_parts_dialog_js[] = {
#embed "Files/js/parts/dialog.js"
};
static const unsigned char js_parts_editor_js[] = {
#embed "Files/js/parts/editor.js"
};
static const unsigned char js_parts_limits_js[] = {
#embed "Files/js/parts/limits.js"
};
static const unsigned char js_parts_outlook_js[] = {
#embed "Files/js/parts/outlook.js"
};
static const unsigned char js_parts_privileges_js[] = {
#embed "Files/js/parts/privileges.js"
};
static const unsigned char js_parts_restriction_js[] = {
#embed "Files/js/parts/restriction.js"
};
static const unsigned char js_parts_state_js[] = {
#embed "Files/js/parts/state.js"
};
static const unsigned char js_parts_token_js[] = {
#embed "Files/js/parts/token.js"
};
static const unsigned char js_parts_tryit_js[] = {
#embed "Files/js/parts/tryit.js"
};
static const unsigned char js_shell_js[] = {
#embed "Files/js/shell.js"
};
static const unsigned char js_status_js[] = {
#embed "Files/js/status.js"
};
static const unsigned char js_trail_js[] = {
#embed "Files/js/trail.js"
};
static const unsigned char js_usage_js[] = {
#embed "Files/js/usage.js"
};
static const unsigned char js_views_activity_js[] = {
#embed "Files/js/views/activity.js"
};
static const unsigned char js_views_key_js[] = {
#embed "Files/js/views/key.js"
};
static const unsigned char js_views_keylist_js[] = {
#embed "Files/js/views/keylist.js"
};
static const unsigned char js_views_keymore_js[] = {
#embed "Files/js/views/keymore.js"
};
static const unsigned char js_views_keynew_js[] = {
#embed "Files/js/views/keynew.js"
};
static const unsigned char js_views_keys_js[] = {
#embed "Files/js/views/keys.js"
};
static const unsigned char js_views_overview_js[] = {
#embed "Files/js/views/overview.js"
};
static const unsigned char js_views_roles_js[] = {
#embed "Files/js/views/roles.js"
};
static const unsigned char js_views_signin_js[] = {
#embed "Files/js/views/signin.js"
};
static const unsigned char js_views_users_js[] = {
#embed "Files/js/views/users.js"
};

#define FILE_OF(name, bytes) {name, bytes, sizeof(bytes)}

static const CConsole_file files[] = {
    FILE_OF("css/base.css", css_base_css),
    FILE_OF("css/parts.css", css_parts_css),
    FILE_OF("css/views.css", css_views_css),
    FILE_OF("icon.svg", icon_svg),
    FILE_OF("index.html", index_html),
    FILE_OF("js/api.js", js_api_js),
    FILE_OF("js/catalogue.js", js_catalogue_js),
    FILE_OF("js/dom.js", js_dom_js),
    FILE_OF("js/export.js", js_export_js),
    FILE_OF("js/format.js", js_format_js),
    FILE_OF("js/keychange.js", js_keychange_js),
    FILE_OF("js/keysearch.js", js_keysearch_js),
    FILE_OF("js/main.js", js_main_js),
    FILE_OF("js/parts/chart.js", js_parts_chart_js),
    FILE_OF("js/parts/descriptor.js", js_parts_descriptor_js),
    FILE_OF("js/parts/dialog.js", js_parts_dialog_js),
    FILE_OF("js/parts/editor.js", js_parts_editor_js),
    FILE_OF("js/parts/limits.js", js_parts_limits_js),
    FILE_OF("js/parts/outlook.js", js_parts_outlook_js),
    FILE_OF("js/parts/privileges.js", js_parts_privileges_js),
    FILE_OF("js/parts/restriction.js", js_parts_restriction_js),
    FILE_OF("js/parts/state.js", js_parts_state_js),
    FILE_OF("js/parts/token.js", js_parts_token_js),
    FILE_OF("js/parts/tryit.js", js_parts_tryit_js),
    FILE_OF("js/shell.js", js_shell_js),
    FILE_OF("js/status.js", js_status_js),
    FILE_OF("js/trail.js", js_trail_js),
    FILE_OF("js/usage.js", js_usage_js),
    FILE_OF("js/views/activity.js", js_views_activity_js),
    FILE_OF("js/views/key.js", js_views_key_js),
    FILE_OF("js/views/keylist.js", js_views_keylist_js),
    FILE_OF("js/views/keymore.js", js_views_keymore_js),
    FILE_OF("js/views/keynew.js", js_views_keynew_js),
    FILE_OF("js/views/keys.js", js_views_keys_js),
    FILE_OF("js/views/overview.js", js_views_overview_js),
    FILE_OF("js/views/roles.js", js_views_roles_js),
    FILE_OF("js/views/signin.js", js_views_signin_js),
    FILE_OF("js/views/users.js", js_views_users_js),
};

const size_t CConsole_fileCount = sizeof(files) / sizeof(files[0]);

CConsole_file CConsole_fileAt(size_t index) { return files[index]; }
