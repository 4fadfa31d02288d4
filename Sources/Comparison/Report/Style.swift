/// Colours, lines and type of the report, in the light and in the dark.
///
/// The arms' colours are Okabe and Ito's (2008), told apart with any colour vision, darkened or lightened to 3 : 1 against their ground; lines also
/// differ in their dashes. The parts of a turn go from dark to light, so that they are told apart without colour as well.
enum Style {
    static let armCount = 6

    /// The seventh arm has the first's colour, and the second's dashes.
    static func line(arm: Int) -> String {
        let dashes = (arm + arm / armCount) % armCount
        return solid(arm: arm) + (dashes == 0 ? "" : " d\(dashes)")
    }

    /// The arm's colour without its dashes.
    static func solid(arm: Int) -> String { "line s\(arm % armCount)" }
    static func area(arm: Int) -> String { "area f\(arm % armCount) s\(arm % armCount)" }
    static func dot(arm: Int) -> String { "f\(arm % armCount)" }
    static func part(_ index: Int) -> String { "part p\(index)" }
    static func onPart(_ index: Int) -> String { "value v\(index)" }

    private static let armsLight = ["#0072b2", "#c44e00", "#00805c", "#a3457f", "#7a6200", "#555555"]
    private static let armsDark = ["#56b4e9", "#ff9d4d", "#2bd3a0", "#ef9ccb", "#f0e442", "#bbbbbb"]
    private static let dashes = ["", "7 3", "2 3", "9 3 2 3", "5 2", "12 4"]
    private static let partsLight = ["#08457e", "#2f86c9", "#8fc5ea", "#f2a65a", "#c4c4c4"]
    private static let partsDark = ["#1f5f9e", "#4a9bd9", "#a9d5f2", "#f2a65a", "#8d8d8d"]
    private static let onPartsLight = ["#fff", "#000", "#000", "#000", "#000"]
    private static let onPartsDark = ["#fff", "#000", "#000", "#000", "#000"]

    private static func variables(_ ground: String, _ text: String, _ soft: String, _ grid: String, _ arms: [String], _ parts: [String], _ onParts: [String])
        -> String
    {
        var list = ["--ground:\(ground)", "--text:\(text)", "--soft:\(soft)", "--grid:\(grid)"]
        list += arms.enumerated().map { "--a\($0.offset):\($0.element)" }
        list += parts.enumerated().map { "--p\($0.offset):\($0.element)" } + onParts.enumerated().map { "--v\($0.offset):\($0.element)" }
        return list.joined(separator: ";")
    }

    private static let themes: String = {
        let light = variables("#fff", "#1b1f24", "#57606a", "#d8dee4", armsLight, partsLight, onPartsLight)
        let dark = variables("#14181d", "#e6edf3", "#9aa5b1", "#343b44", armsDark, partsDark, onPartsDark)
        return ":root{color-scheme:light dark;\(light)}\n@media(prefers-color-scheme:dark){:root{\(dark)}}\n"
    }()

    /// What a chart needs, whether on the page or in a file of its own.
    static let chart: String = {
        var css = themes
        css += """
            svg text{font:11px system-ui,sans-serif;fill:var(--text)}
            svg .tick{fill:var(--soft);font-size:10.5px}svg .label{fill:var(--soft)}svg .strong{font-weight:600}
            svg .value{font-size:9.5px}svg .halo{paint-order:stroke;stroke:var(--ground);stroke-width:4px}
            .canvas{fill:var(--ground)}.grid{stroke:var(--grid);stroke-width:.6}.axis{stroke:var(--soft);stroke-width:.8}
            .line{fill:none;stroke-width:1.8;stroke-linejoin:round}.area{fill-opacity:.3;stroke-width:1.2}
            .median{stroke:var(--text);stroke-width:1.4;stroke-dasharray:3 2}.part{stroke:var(--ground);stroke-width:.6}.faint{fill-opacity:.3}

            """
        for arm in 0..<armCount { css += ".s\(arm){stroke:var(--a\(arm))}.f\(arm){fill:var(--a\(arm))}" }
        for arm in 1..<armCount { css += ".d\(arm){stroke-dasharray:\(dashes[arm])}" }
        for part in partsLight.indices { css += ".p\(part){fill:var(--p\(part))}svg .v\(part){fill:var(--v\(part))}" }
        return css + "\n"
    }()

    /// The page around them.
    static let page = """
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:72rem;padding:1rem clamp(.8rem,3vw,2rem) 3rem;font:16px/1.5 system-ui,sans-serif;color:var(--text);background:var(--ground)}
        h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}h3{font-size:1rem;margin:0 0 .3rem}
        p{margin:.4rem 0;max-width:48rem}.soft{color:var(--soft)}
        ul.conclusions{list-style:none;padding:0;margin:0 0 1rem;max-width:52rem}h3+ul.conclusions{margin-top:-.1rem}
        ul.conclusions li{margin:.4rem 0;padding:.35rem .7rem;border-inline-start:4px solid var(--grid)}
        li.difference{border-color:var(--a0)!important}li.warning,li.too_few{border-color:var(--a1)!important}li.scope{color:var(--soft)}
        li b{font-weight:600}
        .scroll{overflow-x:auto;margin:.4rem 0 1rem}.scroll:focus-visible{outline:2px solid var(--a0)}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}
        caption{text-align:start;color:var(--soft);padding:.2rem 0;max-width:min(48rem,calc(100vw - 2rem));position:sticky;left:0}
        th,td{padding:.28rem .7rem;border-bottom:1px solid var(--grid);text-align:end;vertical-align:top;white-space:nowrap}
        th{font-weight:600}tbody th,th:first-child,.text{text-align:start}
        tr>:first-child{position:sticky;left:0;background:var(--ground)}
        tbody th{font-weight:400;min-width:9rem;max-width:22rem;overflow-wrap:anywhere;white-space:normal}tr.first>*{border-top:2px solid var(--soft)}
        .key{display:inline-block;width:.7em;height:.7em;border-radius:2px;margin-inline-end:.4em}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,25rem),1fr));gap:1.6rem 2rem}
        figure{margin:0;max-width:35rem}figure svg{width:100%;height:auto;display:block}
        code{font:.85rem ui-monospace,monospace;overflow-wrap:anywhere}
        dl.facts{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.2rem 1rem;margin:.4rem 0}
        dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        @media(max-width:40rem){th,td{padding:.28rem .45rem}tbody th{min-width:7.5rem}table{font-size:.85rem}}
        @media(max-width:30rem){dl.facts{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
        @media print{body{max-width:none}figure,tr{break-inside:avoid}}

        """ + (0..<armCount).map { ".k\($0){background:var(--a\($0))}" }.joined() + "\n"
}
