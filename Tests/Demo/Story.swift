import Care
import Seeded

/// Twelve weeks of a believable couple, told day by day through the program's own commands.
struct Story {
  private var chance = Chance(seed: 20_261_120)
  private var driver: Driver
  private let last: CivilDate
  /// Ids that the visit's page will name.
  private(set) var picked: [String: [String]] = [:]

  static let days: Int32 = 84
  private static let zone: Int16 = 60

  init(driver: Driver, last: CivilDate) {
    self.driver = driver
    self.last = last
  }

  var commands: Int { driver.commands }

  /// Tells the whole of it.
  mutating func tell() {
    for day in 0..<Story.days {
      let date = CivilDate(day: last.day - Story.days + 1 + day)
      medicines(on: day, date)
      advice(on: day, date)
      evening(of: day, date)
    }
  }

  /// A moment on a day of the story.
  static func moment(_ date: CivilDate, hour: Int64, minute: Int64 = 0) -> Moment {
    let local = Int64(date.day) * 86_400_000 + (hour * 60 + minute) * 60_000
    return Moment(milliseconds: local - Int64(zone) * 60_000, offsetMinutes: zone)
  }

  private mutating func evening(of day: Int32, _ date: CivilDate) {
    let isFlare = (52...60).contains(day)
    checkIn("Ada", day, date, isFlare: isFlare)
    if chance.next() % 3 == 0 { checkIn("Noor", day, date, isFlare: false) }
    if chance.next() % 100 < 26 {
      note("Ada", StoryWords.ada, Int(day) * StoryWords.ada.count / Int(Story.days), date, hour: 21)
    }
    if chance.next() % 100 < 18 {
      note(
        "Noor", StoryWords.noor, Int(day) * StoryWords.noor.count / Int(Story.days), date, hour: 22)
    }
    if day % 12 == 6 {
      let text = StoryWords.shared[Int(day / 12) % StoryWords.shared.count]
      let id = run(
        ["write", "--as", day % 24 == 6 ? "Ada" : "Noor", "--us"], date, hour: 21, minute: 30, text)
      if day % 24 == 6 { picked["goingWell", default: []].append(id) }
    }
  }

  private mutating func note(
    _ name: String, _ words: [String], _ about: Int, _ date: CivilDate, hour: Int64
  ) {
    let id = run(
      ["write", "--as", name], date, hour: hour, minute: Int64(chance.next() % 40),
      words[about % words.count])
    if name == "Ada" { picked["words", default: []].append(id) }
  }

  /// Most evenings have a check-in; some are made up for the day after, some never.
  private mutating func checkIn(_ name: String, _ day: Int32, _ date: CivilDate, isFlare: Bool) {
    let mood = chance.next() % 100
    guard mood >= 14 else { return }
    let isLate = mood < 22
    let easing = Double(day) / Double(Story.days)
    let pain = around(name == "Ada" ? 6 - 2.2 * easing + (isFlare ? 2.5 : 0) : 1)
    let fatigue = around(name == "Ada" ? 6.5 - 2 * easing + (isFlare ? 1.5 : 0) : 3.5)
    let energy = around(name == "Ada" ? 3.5 + 2.2 * easing - (isFlare ? 2 : 0) : 6)
    var fields = ["\"energy\":\(energy)"]
    if chance.next() % 10 > 0 { fields.append("\"pain\":\(pain)") }
    if chance.next() % 10 > 1 { fields.append("\"fatigue\":\(fatigue)") }
    if chance.next() % 3 == 0 { fields.append("\"sleep\":\(around(10 - Double(fatigue)))") }
    if chance.next() % 4 == 0 { fields.append("\"comfort\":\(around(4 + 2 * easing))") }
    if chance.next() % 3 > 0 { fields.append("\"share\":[\"energy\"]") }
    var words = ["checkin", "--as", name, "--file", "-"]
    let written = isLate ? CivilDate(day: date.day + 1) : date
    if isLate { words += ["--on", "yesterday"] }
    guard written <= last else { return }
    _ = run(
      words, written, hour: isLate ? 8 : 20, minute: Int64(chance.next() % 50),
      "{\(fields.joined(separator: ","))}")
  }

  private mutating func medicines(on day: Int32, _ date: CivilDate) {
    let events: [Int32: String] = [
      2: #"{"name":"amitriptyline","dose":"10 mg at night","change":"start"}"#,
      30:
        #"{"name":"amitriptyline","dose":"25 mg at night","change":"change","note":"mornings are slow and my mouth is dry; evenings are easier"}"#,
      55:
        #"{"name":"naproxen","dose":"250 mg when needed","change":"start","note":"for the flare"}"#,
      62: #"{"name":"naproxen","change":"stop","note":"upset my stomach"}"#,
      74:
        #"{"name":"amitriptyline","dose":"20 mg at eight in the evening","change":"change","note":"earlier in the evening; less foggy by breakfast"}"#,
    ]
    guard let event = events[day] else { return }
    let id = run(["med", "--as", "Ada", "--file", "-"], date, hour: 19, event)
    if day == 74 { picked["changes", default: []].append(id) }
  }

  private mutating func advice(on day: Int32, _ date: CivilDate) {
    let notes: [Int32: String] = [
      16:
        #"{"clinician":"Ms Lind, physiotherapist","topic":"pacing","text":"Two short rests before supper instead of one long one after.","tried":"two rests of fifteen minutes before supper","outcome":"helped"}"#,
      45:
        #"{"clinician":"Ms Lind, physiotherapist","topic":"positioning","text":"A pillow under the left knee when sitting close or lying on the side.","tried":"pillow under the left knee","outcome":"helped"}"#,
      71:
        #"{"clinician":"Dr Osei","topic":"pain","text":"A warm pack for ten minutes before lying down.","tried":"warm pack before lying down","outcome":"did not"}"#,
      78:
        #"{"clinician":"Ms Lind, physiotherapist","topic":"sequencing","text":"Rest first, then closeness, then supper.","tried":"resting first, supper last","outcome":"stopped because","reason":"supper got too late for the evening tablet"}"#,
    ]
    guard let note = notes[day] else { return }
    _ = run(["note", "--as", "Ada", "--file", "-"], date, hour: 18, note)
  }

  /// Runs a writing command and gives the entry's id.
  private mutating func run(
    _ words: [String], _ date: CivilDate, hour: Int64, minute: Int64 = 0, _ input: String
  ) -> String {
    driver.run(
      words + ["--json"], at: Story.moment(date, hour: hour, minute: minute), input: input
    ).id
  }

  /// A whole number near a value, within the scale.
  private mutating func around(_ centre: Double) -> Int {
    let sway = Double(chance.next() % 300) / 100 - 1.5
    return Int(min(max(centre + sway, 0), 10).rounded())
  }
}
