import Care

/// The chart as rows: a name, the words at the ends of the scale, and a drawing of equal width in each,
/// so that one axis of days runs through all of them at any width of page.
extension Markup {
  mutating func chart(_ chart: Chart, named name: String) {
    let geometry = Geometry(axis: chart.axis)
    block("div", ["class": "chart"]) { page in
      for strip in chart.strips { page.strip(strip, geometry) }
      for (index, marks) in chart.marks.enumerated() {
        page.marks(marks, geometry, id: "\(name)-mark-\(index + 1)")
      }
      if !chart.strips.isEmpty || !chart.marks.isEmpty { page.axis(chart.axis, geometry) }
      for (index, lane) in chart.lanes.enumerated() {
        page.lane(lane, geometry, id: "\(name)-lane-\(index + 1)")
      }
      if chart.strips.isEmpty && chart.marks.isEmpty && !chart.isUnderAnother {
        page.axis(chart.axis, geometry)
      }
      page.legend(chart)
    }
  }

  private mutating func strip(_ strip: Chart.Strip, _ geometry: Geometry) {
    let id = strip.measure.rawValue
    block("div", ["class": "row strip"]) { page in
      page.block("div", ["class": "name"]) { page in
        page.leaf("h3") { $0.words(strip.name) }
        for fact in strip.facts { page.leaf("p") { $0.words(fact) } }
      }
      page.block("div", ["class": "plot"]) { page in
        page.block("div", ["class": "scale"]) { page in
          page.block("div", ["class": "ends"]) { page in
            page.block("div") { page in
              page.end(10, strip.high, class: "end high")
              page.end(0, strip.low, class: "end low")
            }
          }
          page.block("div", ["class": "frame"]) { page in
            page.drawing(
              id: id, title: "\(strip.name.text), day by day", strip.description(geometry)
            ) {
              $0.strip(strip, drawnOn: geometry)
            }
          }
        }
      }
    }
  }

  private mutating func end(_ value: Int, _ words: Words, class name: String) {
    leaf("p", ["class": name]) { page in
      page.inline("b") { $0.text("\(value)") }
      page.text(" ")
      page.words(words)
    }
  }

  private mutating func marks(_ marks: Chart.Marks, _ geometry: Geometry, id: String) {
    block("div", ["class": "row marks"]) { page in
      page.block("div", ["class": "name"]) { page in page.element("p", marks.name) }
      let dates = marks.dates.map(geometry.dates.short).joined(separator: ", ")
      page.block("div", ["class": "plot"]) { page in
        page.drawing(id: id, title: marks.name.text, dates) {
          $0.marks(marks, drawnOn: geometry)
        }
      }
    }
  }

  private mutating func lane(_ lane: Chart.Lane, _ geometry: Geometry, id: String) {
    block("div", ["class": "lane"]) { page in
      page.block("div", ["class": "row"]) { page in
        page.block("div", ["class": "name"]) { page in page.element("h3", lane.name) }
        page.block("div", ["class": "plot"]) { page in
          if lane.spans.isEmpty && lane.points.isEmpty { return }
          page.drawing(id: id, title: lane.name.text, lane.description(geometry)) {
            $0.lane(lane, drawnOn: geometry)
          }
        }
      }
      if lane.entries.isEmpty { return }
      page.block("ul", ["class": page.entriesClass(lane.entries.map(\.entry)) + " signed"]) {
        page in
        for item in lane.entries {
          page.block("li") { page in
            page.entry(item.entry) { page in
              page.key(item.change.word) { $0.sign(of: item.change, at: ("50%", "50%")) }
            }
          }
        }
      }
    }
  }

  /// The days in figures; the drawings above say the same in words, so it is not read aloud.
  private mutating func axis(_ axis: Chart.Axis, _ geometry: Geometry) {
    block("div", ["class": "row axis", "aria-hidden": "true"]) { page in
      page.block("div", ["class": "name"]) { page in page.leaf("p") { $0.words(axis.title) } }
      page.block("div", ["class": "plot"]) { page in
        page.block("svg", ["class": "drawing", "focusable": "false"]) { page in
          page.titleInPDF("the days of the drawings above")
          for tick in geometry.ticks {
            page.leaf(
              "text",
              [
                "x": geometry.x(tick.offset), "y": "12", "text-anchor": tick.anchor,
                "fill": Ink.soft, "font-size": "11", "font-family": "sans-serif", "class": "soft",
              ]
            ) { $0.text(tick.label) }
          }
        }
      }
    }
  }

  private mutating func legend(_ chart: Chart) {
    if chart.strips.isEmpty { return }
    block("ul", ["class": "legend", "aria-hidden": "true"]) { page in
      page.legend("rating of a day") { $0.dot(x: "50%", y: "50%", radius: "4", isHollow: false) }
      if chart.strips.contains(where: { $0.dots.contains(where: \.backDated) }) {
        page.legend("written on a later day") {
          $0.dot(x: "50%", y: "50%", radius: "4", isHollow: true)
        }
      }
      if chart.strips.contains(where: { $0.band != nil }) {
        page.legend("from quartile to quartile") { $0.band(x: "-25%", y: "0%", "150%", "100%") }
      }
      page.leaf("li") { $0.text("no line: a day without an entry") }
    }
  }

  private mutating func legend(_ text: String, _ body: Body) {
    block("li") { page in
      page.key(text, body)
      page.leaf("span") { $0.text(text) }
    }
  }

  /// A sign as it stands in the drawings, in the height of a line.
  private mutating func key(_ meaning: String, _ body: Body) {
    block("svg", ["class": "key", "aria-hidden": "true", "focusable": "false"]) { page in
      page.titleInPDF("the sign for: \(meaning)")
      body(&page)
    }
  }

  /// PDF/UA-1 § 7.3 wants words for every drawing, also where the text beside it says the same.
  private mutating func titleInPDF(_ title: String) {
    if isForPDF { leaf("title") { $0.text(title) } }
  }

  /// One drawing that says in text all that it shows: SVG 2 § 5.8, SVG-AAM 1.0 § 8.
  private mutating func drawing(
    id: String, title: String, _ description: String, _ body: Body
  ) {
    block(
      "svg",
      [
        "class": "drawing", "role": "img", "aria-labelledby": "\(id)-title",
        "aria-describedby": "\(id)-days",
        "focusable": "false",
      ]
    ) { page in
      // WeasyPrint takes a figure's alternative from its title alone.
      let all = page.isForPDF ? "\(title). \(description)" : title
      page.leaf("title", ["id": "\(id)-title"]) { $0.text(all) }
      page.leaf("desc", ["id": "\(id)-days"]) { $0.text(description) }
      body(&page)
    }
  }
}

extension Chart.Strip {
  fileprivate func description(_ geometry: Geometry) -> String {
    let facts = facts.map(\.text).joined(separator: "; ")
    let days = dots.map { dot in
      let late = dot.backDated ? " (written on a later day)" : ""
      return "\(geometry.dates.short(dot.date)) \(dot.value)\(late)"
    }
    return "From 0, \(low.text), to 10, \(high.text). \(facts). \(days.joined(separator: ", "))."
  }
}

extension Chart.Lane {
  fileprivate func description(_ geometry: Geometry) -> String {
    let taken = spans.map { span in
      switch (span.openBefore, span.openAfter) {
      case (true, true): "taken on all the days shown"
      case (true, false): "taken until \(geometry.dates.short(span.days.upperBound))"
      case (false, true): "taken from \(geometry.dates.short(span.days.lowerBound)) on"
      case (false, false):
        "taken from \(geometry.dates.short(span.days.lowerBound)) until "
          + geometry.dates.short(span.days.upperBound)
      }
    }
    return taken.joined(separator: ", then ")
  }
}
