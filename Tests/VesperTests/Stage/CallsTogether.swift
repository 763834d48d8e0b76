extension Call {
  /// What two keep together.
  static let together = [
    Call(command: "today"),
    Call(command: "closeness add", input: #"{"what": "holding hands", "cost": 1}"#),
    Call(command: "closeness show"),
    Call(command: "closeness ideas"),
    Call(command: "closeness retire"),
    Call(command: "rest"),
    Call(command: "turn mine"),
    Call(command: "turn yours"),
    Call(command: "turn show"),
    Call(command: "ritual add", input: #"{"what": "twilight", "steps": ["one song"]}"#),
    Call(command: "ritual show"),
    Call(command: "ritual mark", options: "rested"),
    Call(command: "ritual retire"),
    Call(command: "goal add", input: #"{"what": "one talk", "soften": "pain >= 6"}"#),
    Call(command: "goal show"),
    Call(command: "goal soften", input: #"{"when": "pain >= 5"}"#),
    Call(command: "goal retire"),
    Call(command: "ask new", input: #"{"question": "What helps?", "answer": "Tea."}"#),
    Call(command: "ask show"),
    Call(command: "ask answer", input: #"{"answer": "Quiet."}"#),
    Call(command: "repair new", input: #"{"about": "Sunday", "heard": "A sigh."}"#),
    Call(command: "repair show"),
    Call(command: "cal add", input: #"{"what": "a care date", "date": "2026-03-05"}"#),
    Call(
      command: "cal import", options: "-",
      input: """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        UID:1
        DTSTART:20260306T100000
        END:VEVENT
        END:VCALENDAR
        """),
    Call(command: "cal show"),
    Call(command: "cal export", options: "--output -"),
    Call(command: "cal retire"),
    Call(command: "repair answer", input: #"{"meant": "Nothing by it."}"#),
    Call(command: "ask forget", options: "{visit}"),
    Call(command: "repair forget", options: "{visit}"),
  ]

  /// The shapes of what those print with `--json`.
  static let togetherShapes: [String: Set<String>] = [
    "today": [
      "date", "rest", "easy", "energy", "dates", "turn", "rituals", "goals", "prompt", "review",
      "closeness", "companionship", "mine",
    ],
    "closeness add": ["id"], "ritual add": ["id"], "goal add": ["id"], "rest": ["id"],
    "turn mine": ["id"], "turn yours": ["id"], "ritual mark": ["id"], "goal soften": ["id"],
    "cal add": ["id"], "cal import": ["added", "changed", "known"],
    "cal show": ["date", "time", "what", "sort", "zone", "audience"],
    "ask new": ["id"], "repair new": ["id"], "turn show": ["turn"],
    "closeness show": ["id", "author", "about", "body"],
    "ritual show": ["id", "author", "about", "body"],
    "goal show": ["goal", "mine"], "closeness ideas": ["what", "cost"],
    "ask show": ["id", "about", "by", "on", "state", "mine", "theirs"],
    "repair show": ["id", "about", "by", "on", "state", "mine", "theirs"],
  ]
}
