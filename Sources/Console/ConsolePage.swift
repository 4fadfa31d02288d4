/// The page's files, built into the executable.
enum ConsolePage {
    static func file(_ path: String) -> (type: String, bytes: [UInt8])? {
        switch path {
        case "/", "/index.html": ("text/html; charset=utf-8", PackageResources.index_html)
        case "/console.js": ("text/javascript; charset=utf-8", PackageResources.console_js)
        case "/console.css": ("text/css; charset=utf-8", PackageResources.console_css)
        default: nil
        }
    }
}
