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
        @media print { .scale > svg { height: 5.2rem; } }

      """,
    hash: "sha256-BnNGd/lmM0v2y97eGUdpUXFcu6foysGgdmYdj50d0gI=")
  static let letter = Stylesheet(
    css: """

        @page { size: letter; margin: .4in .6in .5in; }
        @page { @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }

      """,
    hash: "sha256-PLdH1ClAvNy2tjDfAnTFKCt9fZl7v9DpsPW+ivPZrGM=")

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
      h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
      h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 600; letter-spacing: -.01em; }
      h2 {
        font-size: 1.0625rem; line-height: 1.3; font-weight: 600; color: var(--accent);
        margin-bottom: .4rem;
      }
      h3 { font-size: 1rem; line-height: 1.4; font-weight: 600; }
      .own { white-space: pre-line; text-align: -webkit-match-parent; text-align: match-parent; }
      bdi.own { white-space: normal; }
      .visit { margin-top: .3rem; }
      .statement {
        margin-top: .9rem; padding: .5rem .8rem; border-inline-start: 4px solid var(--accent);
        background: var(--band); font-weight: 600;
      }
      .facts { margin-top: .5rem; }
      .facts > div { display: flex; flex-wrap: wrap; gap: 0 .5rem; }
      dt { color: var(--soft); }
      dd { font-weight: 600; min-width: 0; }
      .coverage { display: flex; flex-wrap: wrap; gap: .15rem 1.75rem; margin-top: .7rem; }
      section { margin-top: 1.25rem; padding-top: .8rem; border-top: 1px solid var(--rule); }
      section > h3 { margin-top: .5rem; color: var(--soft); font-weight: 600; }
      ul, ol { padding-inline-start: 1.25rem; }
      li + li { margin-top: .25rem; }
      ol > li::marker { font-weight: 600; color: var(--accent); }
      .entries { list-style: none; padding: 0; }
      .entries > li { display: flex; gap: .75rem; align-items: baseline; }
      .entries p { flex: 1; min-width: 0; }
      time { flex: none; min-width: 3.6rem; color: var(--soft); white-space: nowrap; }
      .closeness .facts, .ratings > .facts { margin-top: .6rem; }
      .ratings > .facts dd { font-weight: 400; }

      .row { margin-top: .9rem; }
      .drawing { display: block; width: 100%; height: 5.5rem; overflow: visible; }
      .place { overflow: visible; }
      .name p { color: var(--soft); font-size: .9rem; line-height: 1.4; }
      .end { font-size: .9rem; line-height: 1.4; color: var(--soft); }
      .end b { color: var(--ink); }
      .marks > svg { height: 1.5rem; }
      .lane > svg { height: 1.75rem; }
      .lane .entries { margin-top: .2rem; }
      .key { flex: none; width: .75em; height: .75em; margin: 0 .2em; overflow: visible; }
      .lane .entries > li { gap: .4rem; }
      .axis { margin-top: .2rem; }
      .axis > svg { height: 1.1rem; font-size: .8125rem; }
      .legend {
        display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; margin-top: .6rem; padding: 0;
        list-style: none; color: var(--soft); font-size: .9rem;
      }
      .legend > li { display: flex; gap: .4rem; align-items: baseline; margin: 0; }
      .again { display: none; }
      .rule { stroke: var(--rule); }
      .band { fill: var(--band); }
      .path { stroke: var(--soft); }
      .dot { fill: var(--ink); stroke: var(--ink); }
      .late { fill: var(--paper); }
      .bar { stroke: var(--lane); }
      .mark { fill: var(--ink); }
      .soft { fill: var(--soft); }

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

      .page { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); column-gap: 2.25rem; }
      section { grid-column: 1 / -1; }
      section.half { grid-column: auto; }
      .row {
        display: grid; grid-template-columns: 14rem 8.5rem minmax(0, 1fr); column-gap: 1rem;
      }
      .scale {
        display: grid; grid-column: 2 / 4; grid-template-columns: 8.5rem minmax(0, 1fr); column-gap: 1rem;
        grid-template-rows: auto 1fr auto; align-self: start;
      }
      .drawing { grid-column: 3; grid-row: 1; }
      .scale > .drawing { grid-column: 2; grid-row: 1 / 4; }
      .name { grid-column: 1; }
      .end { grid-column: 1; text-align: end; margin: 0; }
      .high { grid-row: 1; }
      .low { grid-row: 3; }
      .marks .name, .axis .name, .lane .name { grid-column: 1 / 3; grid-row: 1; }
      .marks > svg, .axis > svg, .lane > svg { align-self: center; }
      .lane .entries { grid-column: 1 / -1; grid-row: 2; }
      .axis .name p { text-align: end; }
      @media screen and (max-width: 43.99rem) {
        .page, .row, .scale { display: block; }
        .high { margin: .5rem 0 .2rem; text-align: start; }
        .low { margin-top: .2rem; text-align: start; }
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
        .dot, .mark, .soft { fill: CanvasText; stroke: CanvasText; }
        .late { fill: Canvas; }
        .band { fill: none; stroke: CanvasText; stroke-dasharray: 3; }
      }
      @media print {
        html { font-size: 9pt; }
        body { background: none; line-height: 1.32; }
        .sheet { max-width: none; padding: 0; background: none; }
        h1 { font-size: 15.5pt; }
        h2 { margin-bottom: .25rem; }
        h2, h3 { break-after: avoid; }
        li, .row, tr, .facts > div { break-inside: avoid; }
        li + li { margin-top: .1rem; }
        section { margin-top: .5rem; padding-top: .4rem; }
        section > h3 { margin-top: .25rem; }
        .visit { margin-top: .1rem; }
        .statement { margin-top: .35rem; padding: .25rem .7rem; }
        .facts, .coverage { margin-top: .4rem; }
        .closeness .facts, .ratings > .facts { margin-top: .3rem; }
        .name p, .end, .legend, footer p { line-height: 1.3; }
        .row { margin-top: .55rem; grid-template-columns: 15.5rem 8.5rem minmax(0, 1fr); }
        .drawing { height: 4.3rem; }
        .lane { margin-top: .3rem; }
        .lane > svg { height: 1.25rem; }
        .lane .entries { margin-top: 0; }
        .marks > svg { height: 1.1rem; }
        .axis { margin-top: .1rem; }
        .axis > svg { height: 1rem; }
        .legend { margin-top: .3rem; }
        th, td { padding-block: .12rem; }
        .further { break-before: page; margin-top: 0; }
        .again { display: block; grid-column: 1 / -1; margin: 0 0 .8rem; color: var(--soft); }
        .again + section { margin-top: 0; padding-top: 0; border-top: 0; }
        footer { margin-top: .6rem; padding-top: .4rem; }
        * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      }

      """,
    hash: "sha256-D7a6MYq8wkukY9P/bdPpdjuGrZz87tvMBrG+p+OynEE=")
}
