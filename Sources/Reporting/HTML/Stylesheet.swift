/// A style sheet and the hash by which the page's policy lets it in.
///
/// The sheets are fixed, so their hashes are too; a test takes them anew. Neither holds any text from
/// outside: CSS Syntax has other rules than HTML, and nothing here has to know them.
struct Stylesheet: Sendable {
  let css: StaticString
  /// "sha256-" and the base64 of the SHA-256 of `css`, as CSP Level 3 § 2.3.1 writes it.
  let hash: String

  static func paper(_ paper: Paper) -> Stylesheet {
    switch paper {
    case .a4: a4
    case .letter: letter
    }
  }

  static let a4 = Stylesheet(
    css: """

        @page { size: A4; margin: 12mm 15mm 15mm; }
        @page { @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
        @media print { .scale .drawing, .ends > div { height: 4.3rem; } }

      """,
    hash: "sha256-nO1RGrzLeFonEk/LBRhOyJ6lKZjQTbefwUSN4RsaI1k=")
  static let letter = Stylesheet(
    css: """

        @page { size: letter; margin: .4in .6in .5in; }
        @page { @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
        @media print {
          body { line-height: 1.2; }
          section, .pair { margin-top: .3rem; padding-top: .25rem; }
          .row { margin-top: .3rem; }
          .scale .drawing, .ends > div { height: 3.5rem; }
          footer { margin-top: .25rem; padding-top: .2rem; }
        }

      """,
    hash: "sha256-YObS7g9FO2X76Q52jgrlulVIkqbH7XMd85Bg+DXs4iQ=")

  static let page = Stylesheet(
    css: """

      :root {
        color-scheme: light dark;
        --desk: #eef1f2; --paper: #ffffff; --ink: #1b2b33; --soft: #4a5a62; --rule: #d3dbde;
        --band: #e3eaec; --lane: #8fa1a8; --accent: #1f5f6b;
      }
      @media screen and (prefers-color-scheme: dark) {
        :root {
          --desk: #0d1214; --paper: #151c1f; --ink: #e7edef; --soft: #aab8bd; --rule: #35434a;
          --band: #263238; --lane: #6d828b; --accent: #8ec6d0;
        }
      }
      * { box-sizing: border-box; }
      html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
      body {
        margin: 0; background: var(--desk); color: var(--ink);
        font: 1rem/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans",
          "Liberation Sans", Arial, system-ui, sans-serif;
        overflow-wrap: anywhere;
      }
      .sheet {
        max-width: 56rem; margin: 0 auto; padding: 1.25rem 1.125rem 1.5rem;
        background: var(--paper);
      }
      h1, h2, h3, p, ul, ol { margin: 0; padding: 0; }
      h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 600; letter-spacing: -.01em; }
      h2 {
        font-size: 1.0625rem; line-height: 1.3; font-weight: 600; color: var(--accent);
        margin-bottom: .4rem;
      }
      h3 { font-size: 1rem; line-height: 1.4; font-weight: 600; }
      .own { white-space: pre-line; text-align: -webkit-match-parent; text-align: match-parent; }
      bdi.own { white-space: normal; }
      li > p > bdi.own { white-space: pre-line; }
      .visit { margin-top: .3rem; }
      .statement {
        margin-top: .9rem; padding: .5rem .8rem; border-inline-start: 4px solid var(--accent);
        background: var(--band); font-weight: 600;
      }
      .facts { margin-top: .5rem; padding: 0; list-style: none; }
      .facts > li > span { color: var(--soft); }
      .facts b { font-weight: 600; }
      .coverage { margin-top: .7rem; display: flex; flex-wrap: wrap; column-gap: 1.25rem; }
      .coverage > li, .pacing .facts > li { margin: 0; }
      .pacing .facts { display: flex; flex-wrap: wrap; column-gap: 1.25rem; margin-top: 0; }
      section, .pair { margin-top: 1.25rem; padding-top: .8rem; border-top: 1px solid var(--rule); }
      .pair > section { margin: 0; padding-top: 0; border: 0; }
      section > h3 { margin-top: .5rem; color: var(--soft); font-weight: 600; }
      ul, ol { padding-inline-start: 1.25rem; }
      li + li { margin-top: .25rem; }
      ol > li::marker { font-weight: 600; color: var(--accent); }
      .entries { list-style: none; padding: 0; }
      .dated > li > p { padding-inline-start: 4.4rem; text-indent: -4.4rem; }
      .years > li > p { padding-inline-start: 7rem; text-indent: -7rem; }
      .signed > li > p { padding-inline-start: 5.9rem; text-indent: -5.9rem; }
      .signed.years > li > p { padding-inline-start: 8.5rem; text-indent: -8.5rem; }
      time, .sign { display: inline-block; width: 4.4rem; text-indent: 0; }
      time { color: var(--soft); white-space: nowrap; }
      .years time { width: 7rem; }
      .sign { width: 1.5rem; }
      .closeness .facts, .ratings > .facts { margin-top: .6rem; }
      .ratings > .facts b { font-weight: 400; }

      .row { display: table; table-layout: fixed; width: 100%; margin-top: .9rem; }
      .name, .plot { display: table-cell; vertical-align: top; }
      .name { width: 23.5rem; padding-inline-end: 1rem; vertical-align: middle; }
      .strip .name { width: 14rem; vertical-align: top; }
      .scale { display: table; table-layout: fixed; width: 100%; }
      .ends, .frame { display: table-cell; vertical-align: top; }
      .ends { width: 9.5rem; padding-inline-end: 1rem; }
      .ends > div {
        display: flex; flex-direction: column; justify-content: space-between; height: 5.5rem;
      }
      .end { text-align: end; font-size: .9rem; line-height: 1.3; color: var(--soft); }
      .name p { color: var(--soft); font-size: .9rem; line-height: 1.4; }
      .axis .name p { text-align: end; }
      .end b { color: var(--ink); }
      .drawing { display: block; width: 100%; height: 5.5rem; overflow: visible; }
      .marks .drawing { height: 1.5rem; }
      .lane .drawing { height: 1.75rem; }
      .axis .drawing { height: 1.1rem; font-size: .8125rem; }
      .place { overflow: visible; }
      .axis { margin-top: .2rem; }
      .lane .entries { margin-top: .2rem; }
      .key { width: .75em; height: .75em; margin-inline-start: .2em; overflow: visible; }
      .legend {
        display: flex; flex-wrap: wrap; column-gap: 1.25rem; margin-top: .6rem; padding: 0;
        list-style: none; color: var(--soft); font-size: .9rem;
      }
      .legend > li { margin: 0; }
      .legend .key { margin-inline-end: .5em; }
      .again { display: none; }
      .rule { stroke: var(--rule); }
      .band { fill: var(--band); }
      .path { stroke: var(--soft); }
      .dot { fill: var(--ink); stroke: var(--ink); }
      .late { fill: var(--paper); }
      .bar { stroke: var(--lane); }
      .mark { fill: var(--ink); }
      .value { fill: var(--ink); font-family: inherit; font-size: .6875rem; }
      .soft { fill: var(--soft); font: inherit; }

      .further { margin-top: 2rem; }
      .tables { display: flex; flex-wrap: wrap; gap: 1rem 3rem; align-items: flex-start; }
      .several { display: block; columns: 3 15rem; column-gap: 2rem; }
      .several table { margin-bottom: 1rem; width: 100%; }
      .several th, .several td { padding-inline-end: .3rem; }
      .many { display: block; columns: 1; overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      caption { text-align: start; color: var(--soft); padding-bottom: .3rem; }
      th, td { padding: .2rem .9rem .2rem 0; text-align: end; border-bottom: 1px solid var(--rule); }
      th { white-space: nowrap; }
      th:first-child { text-align: start; font-weight: 400; }
      thead th { font-weight: 600; }
      .values > p { margin-top: .5rem; color: var(--soft); }
      footer { margin-top: 1.5rem; padding-top: .6rem; border-top: 1px solid var(--rule); }
      footer p { color: var(--soft); font-size: .9rem; }

      .pair { display: table; table-layout: fixed; width: 100%; border-spacing: 0; }
      .pair > section { display: table-cell; width: 50%; }
      .pair > section + section { padding-inline-start: 2rem; }
      @media screen and (max-width: 43.99rem) {
        .pair, .pair > section, .row, .name, .strip .name, .plot { display: block; width: auto; }
        .pair > section + section {
          margin-top: 1.25rem; padding: .8rem 0 0; border-top: 1px solid var(--rule);
        }
        .scale { display: flex; flex-direction: column; }
        .ends, .ends > div { display: contents; }
        .frame { display: block; }
        .end { text-align: start; }
        .low { order: 1; }
        .high { margin: .5rem 0 .2rem; }
        .low { margin-top: .2rem; }
        .axis .name p { text-align: start; }
      }
      @media screen and (min-width: 44rem) {
        .sheet { padding: 2.25rem 2.75rem 2rem; }
      }
      @media screen and (min-width: 60rem) {
        .sheet { margin: 2rem auto; border: 1px solid var(--rule); border-radius: 4px; }
      }
      @media (forced-colors: active) {
        .rule, .path, .bar { stroke: CanvasText; }
        .dot, .mark { fill: CanvasText; stroke: CanvasText; }
        .soft, .value { fill: CanvasText; }
        .late { fill: Canvas; }
        .band { fill: none; stroke: CanvasText; stroke-dasharray: 3; }
      }
      @media print {
        html { font-size: 9pt; }
        body { background: none; line-height: 1.28; }
        .sheet { max-width: none; padding: 0; background: none; }
        h1 { font-size: 15.5pt; }
        h2 { margin-bottom: .15rem; }
        h2, h3 { break-after: avoid; }
        li, .row, .lane, tr { break-inside: avoid; }
        li + li { margin-top: .1rem; }
        ul, ol { list-style: none; }
        ol { counter-reset: line; }
        .plain { padding: 0; }
        .plain > li > p { padding-inline-start: 1.25rem; text-indent: -1.25rem; }
        .plain > li > p::before { display: inline-block; width: 1.25rem; text-indent: 0; }
        ol > li { counter-increment: line; }
        ol > li > p::before { content: counter(line) "."; font-weight: 600; color: var(--accent); }
        ul.plain > li > p { padding-inline-start: .9rem; text-indent: -.9rem; }
        ul.plain > li > p::before { content: "•"; width: .9rem; }
        section, .pair { margin-top: .4rem; padding-top: .3rem; }
        .pair > section { margin: 0; padding-top: 0; }
        section > h3 { margin-top: .25rem; }
        .visit { margin-top: .1rem; }
        .statement { margin-top: .35rem; padding: .25rem .7rem; }
        .facts, .coverage { margin-top: .4rem; }
        .coverage { column-gap: 1rem; }
        .closeness .facts, .ratings > .facts { margin-top: .3rem; }
        .name p, .end, .legend, footer p { line-height: 1.3; }
        .row { margin-top: .4rem; }
        .name { width: 25rem; }
        .strip .name { width: 15.5rem; }
        .drawing, .ends > div { height: 3.7rem; }
        .value { font-size: 10px; }
        .lane .row { margin-top: .3rem; }
        .lane .drawing { height: 1.25rem; }
        .lane .entries { margin-top: 0; }
        .marks .drawing { height: 1.1rem; }
        .axis { margin-top: .1rem; }
        .axis .drawing { height: 1rem; }
        .legend { margin-top: .3rem; }
        th, td { padding-block: .12rem; }
        .further { break-before: page; margin-top: 0; }
        .again { display: block; margin: 0 0 .8rem; color: var(--soft); }
        .again + section { margin-top: 0; padding-top: 0; border-top: 0; }
        footer { margin-top: .4rem; padding-top: .3rem; }
        * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      }

      """,
    hash: "sha256-Juo+Y4PKyjzzAkot5Sf4KyomShHTLaUekBs3Zn0O1d8=")
}
