import Care
import Glibc
import Vault

// The main job, from nothing to a page for a clinician, told at a fixed time: `make demo`.

let folder = CommandLine.arguments.dropFirst().first ?? "demo"
let here =
  folder.hasPrefix("/")
  ? folder : (realpath(".", nil).map { String(cString: $0) } ?? ".") + "/" + folder
let today = CivilDate("2026-11-20") ?? CivilDate(day: 20_777)
let begun = CivilDate(day: today.day - Story.days)
var driver = Driver(folder: here)

func tell(_ line: String) {
  print(line)
  fflush(nil)
}

/// Runs a command that is worth seeing, as it would look in a terminal.
@MainActor @discardableResult
func show(
  _ words: [String], _ date: CivilDate, hour: Int64, input: String = "", secret: String? = nil
)
  -> Driver.Outcome
{
  tell("\n\(date) \(hour):00 $ vesper \(words.joined(separator: " "))")
  let outcome = driver.run(words, at: Story.moment(date, hour: hour), input: input, secret: secret)
  tell(outcome.output.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
  return outcome
}

tell("Two people, one device, twelve weeks. All of it is made up; the clock of the story is fixed.")
show(
  ["init", "--file", "-"], begun, hour: 18,
  input: #"{"partners":[{"name":"Ada"},{"name":"Noor"}]}"#,
  secret: "seven quiet lanterns by the river\nmoss on the north side of the wall\n")
show(["unlock", "--as", "Ada"], begun, hour: 18, secret: "seven quiet lanterns by the river\n")
show(["unlock", "--as", "Noor"], begun, hour: 18, secret: "moss on the north side of the wall\n")

let journal =
  "{\"tags\":{},\"entries\":["
  + StoryWords.earlier.map { entry in
    let body = entry.body.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\\n")
    return
      "{\"title\":\"\(entry.title)\",\"body\":\"\(body)\",\"date\":\"\(CivilDate(day: begun.day + entry.day + 84))\",\"time\":\"20:00\",\"tags\":[],\"starred\":false}"
  }.joined(separator: ",") + "]}"
show(["import", "--as", "Ada", "--from", "jrnl"], begun, hour: 19, input: journal)

show(
  ["agree", "propose", "--as", "Ada", "--file", "-"], begun, hour: 20,
  input: """
    {"items":[{"id":"hands","what":"holding hands on the sofa","cost":1},\
    {"id":"long-hug","what":"a long hug, sitting down","cost":2},\
    {"id":"lying-close","what":"lying close with the lamp on","cost":2},\
    {"id":"slow-dance","what":"a slow dance in the kitchen","cost":4}],\
    "signals":[{"signal":"two taps on the arm","meaning":"slower"},\
    {"signal":"a flat hand","meaning":"pause, and stay near"}],"reviewAfter":90}
    """)
show(["agree", "grant", "--as", "Ada", "--all"], begun, hour: 20)
show(
  ["agree", "grant", "--as", "Noor", "hands", "long-hug", "slow-dance"], begun, hour: 21)

tell("\nTwelve weeks of evenings, through the same commands …")
var story = Story(driver: driver, last: today)
story.tell()
tell("  \(story.commands) commands, each entry sealed and on disk before the next.")

show(["list", "--as", "Ada", "--last", "6"], today, hour: 20)
show(["agree", "show", "--as", "Noor"], today, hour: 20)
let question = driver.run(
  ["question", "--as", "Ada", "--file", "-", "--json"], at: Story.moment(today, hour: 20),
  input: #"{"text":"Is it safe to lie on my left side for longer than half an hour?"}"#
).id
let visit = driver.run(
  ["visit", "prep", "--as", "Ada", "--file", "-", "--json"], at: Story.moment(today, hour: 20),
  input: """
    {"clinician":"Dr Osei","date":"2026-11-23","setting":"pain clinic","window":"14d",\
    "seeMeAlone":true,"questions":["Could the evening dose be earlier still?",\
    "What can we do on the days when touch hurts?"],\
    "talkAbout":["what is safe for us after the operation"],\
    "pleaseDoNot":["ask my partner before you ask me"],\
    "helpWanted":["permission to talk","specific suggestions"]}
    """
).id
tell("\n\(today) 20:00 $ vesper visit prep --as Ada --file -\n  visit \(visit.prefix(8))")

func list(_ ids: some Sequence<String>) -> String {
  "[" + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]"
}
show(
  ["visit", "pick", String(visit.prefix(8)), "--as", "Ada", "--file", "-"], today, hour: 20,
  input: """
    {"strips":["pain","fatigue","energy"],"questions":true,"talkAbout":true,"pleaseDoNot":true,\
    "seeMeAlone":true,"helpWanted":true,"medicines":true,"advice":true,\
    "lines":\(list((story.picked["words"] ?? []).suffix(2) + [question])),\
    "changes":\(list((story.picked["changes"] ?? []).suffix(1))),\
    "goingWell":\(list((story.picked["goingWell"] ?? []).suffix(1)))}
    """)
show(
  ["visit", "preview", String(visit.prefix(8)), "--as", "Ada", "--second-page"], today, hour: 20)
for (format, file) in [("html", "summary.html"), ("text", "summary.txt")] {
  show(
    [
      "visit", "export", String(visit.prefix(8)), "--as", "Ada", "--second-page", "--format",
      format, "--output", "\(here)/\(file)", "--force",
    ], today, hour: 21)
}
// What makes a PDF may not be installed; the page as HTML is the same.
let pdf = driver.run(
  [
    "visit", "export", String(visit.prefix(8)), "--as", "Ada", "--second-page", "--format", "pdf",
    "--output", "\(here)/summary.pdf", "--force",
  ], at: Story.moment(today, hour: 21), mayFail: true)
show(["check", "--as", "Ada"], today, hour: 21)
show(["lock"], today, hour: 21)
tell("\nThe vault, all of it sealed:  \(here)/data/vesper/vault")
tell("The clinician's page:         \(here)/summary.html")
tell("The same as plain text:       \(here)/summary.txt")
if pdf.code == 0 {
  tell("The same as a tagged PDF:     \(here)/summary.pdf")
} else {
  let words = pdf.errors.split(separator: "\n").map { line in
    line.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? String(line)
  }
  tell("No PDF this time:             \(words.joined(separator: "; "))")
}
