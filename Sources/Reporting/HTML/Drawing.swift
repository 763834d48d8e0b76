import Care

/// The inks of a drawing on white paper. The style sheet has others for a dark screen; these stand in
/// the drawing itself for readers that do not apply a page's style to it.
enum Ink {
  static let dark = "#1b2b33"
  static let soft = "#4a5a62"
  static let rule = "#d3dbde"
  static let band = "#e3eaec"
  static let lane = "#8fa1a8"
  static let paper = "#ffffff"
}

extension Markup {
  mutating func strip(_ strip: Chart.Strip, drawnOn geometry: Geometry) {
    if let band = strip.band { self.band(band, geometry) }
    grid(geometry)
    for value in [0, 5, 10] {
      line(x: ("0%", "100%"), y: (geometry.y(value), geometry.y(value)), Ink.rule, "rule")
    }
    // A line only between two neighbouring days: a day without an entry is never drawn across.
    for (left, right) in zip(strip.dots, strip.dots.dropFirst())
    where Int(right.date.day) - Int(left.date.day) == 1 {
      line(
        x: (geometry.x(left.date), geometry.x(right.date)),
        y: (geometry.y(left.value), geometry.y(right.value)), Ink.soft, "path", width: "1.5")
    }
    for dot in strip.dots {
      self.dot(
        x: geometry.x(dot.date), y: geometry.y(dot.value), radius: geometry.radius,
        isHollow: dot.backDated)
      if geometry.hasRoomForValues { value(of: dot, geometry) }
    }
  }

  /// The rating in figures, over its dot or, near the top, under it.
  private mutating func value(of dot: Chart.Dot, _ geometry: Geometry) {
    leaf(
      "text",
      [
        "x": geometry.x(dot.date), "y": geometry.y(dot.value), "dy": dot.value < 9 ? "-7" : "14",
        "text-anchor": "middle", "fill": Ink.dark, "font-size": "10",
        "font-family": "sans-serif", "class": "value",
      ]
    ) { $0.text("\(dot.value)") }
  }

  mutating func dot(x: String, y: String, radius: String, isHollow: Bool) {
    shape(
      "circle",
      [
        "cx": x, "cy": y, "r": radius, "fill": isHollow ? Ink.paper : Ink.dark,
        "stroke": Ink.dark, "stroke-width": "1.5", "class": isHollow ? "dot late" : "dot",
      ])
  }

  mutating func marks(_ marks: Chart.Marks, drawnOn geometry: Geometry) {
    grid(geometry)
    for date in marks.dates {
      path("M-4-4H4V4H-4Z", at: (geometry.x(date), "50%"))
    }
  }

  mutating func lane(_ lane: Chart.Lane, drawnOn geometry: Geometry) {
    grid(geometry)
    for span in lane.spans {
      let edges = geometry.edges(of: span.days)
      // From the middle of the first day to the middle of the last; past the edge where it is open.
      let left = span.openBefore ? Geometry.percent(edges.left) : geometry.x(span.days.lowerBound)
      let right = span.openAfter ? Geometry.percent(edges.right) : geometry.x(span.days.upperBound)
      line(x: (left, right), y: ("50%", "50%"), Ink.lane, "bar", width: "5")
    }
    for point in lane.points {
      sign(of: point.change, at: (geometry.x(point.date), "50%"))
    }
  }

  /// A shape for each change, so that no colour is needed to tell them apart.
  mutating func sign(of change: MedicineChange, at place: (x: String, y: String)) {
    switch change {
    case .start: path("M-4-6L6 0L-4 6Z", at: place)
    case .change: path("M0-6.5L6.5 0L0 6.5L-6.5 0Z", at: place)
    case .stop: path("M-5-5H5V5H-5Z", at: place)
    }
  }

  private mutating func band(_ band: Chart.Band, _ geometry: Geometry) {
    let edges = geometry.edges(of: band.days)
    // A rating stands for half a step to either side, so a band of one value can be seen.
    let top = geometry.y(band.values.upperBound) - 430
    let bottom = geometry.y(band.values.lowerBound) + 430
    self.band(
      x: Geometry.percent(edges.left), y: Geometry.percent(top),
      Geometry.percent(edges.right - edges.left), Geometry.percent(bottom - top))
  }

  mutating func band(x: String, y: String, _ width: String, _ height: String) {
    shape(
      "rect",
      [
        "x": x, "y": y, "width": width, "height": height, "fill": Ink.band, "class": "band",
      ])
  }

  private mutating func grid(_ geometry: Geometry) {
    for tick in geometry.ticks {
      let x = geometry.x(tick.offset)
      line(x: (x, x), y: ("0%", "100%"), Ink.rule, "rule")
    }
  }

  private mutating func line(
    x: (String, String), y: (String, String), _ ink: String, _ name: String, width: String = "1"
  ) {
    shape(
      "line",
      [
        "x1": x.0, "y1": y.0, "x2": x.1, "y2": y.1, "stroke": ink, "stroke-width": width,
        "class": name,
      ])
  }

  /// A shape around its own middle: a drawing of its own, because only that can be placed by a share.
  private mutating func path(_ path: String, at place: (x: String, y: String)) {
    block("svg", ["x": place.x, "y": place.y, "overflow": "visible", "class": "place"]) { page in
      page.shape("path", ["d": path, "fill": Ink.dark, "class": "mark"])
    }
  }
}
