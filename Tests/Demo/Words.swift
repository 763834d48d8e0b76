/// What the two of the story write. Every word is made up for this demo.
enum StoryWords {
  static let ada = [
    "We sat by the window with the lights low. Ten minutes was enough and I liked all ten. @evening",
    "My legs buzzed all afternoon. I said so before Noor asked, and that felt lighter than waiting.",
    "I slept through until five. First time since the operation. @sleep",
    "I wanted to be held and did not want anything to follow from it. I said exactly that.",
    "Walked to the bakery and back with one rest on the wall by the school. @outside",
    "Noor read to me while I lay flat. I kept my hand on their sleeve the whole chapter. @evening",
    "The pillow under my left knee makes sitting close possible for longer.",
    "Cried in the shower, not about anything new. Felt better with the towel round me.",
    "I notice I go quiet when the pain climbs. I would like to use the sign instead.",
    "We laughed about the burnt rice until I had to hold my side. Worth it. @kitchen",
    "Too tired for words today. We had the film on and our feet touching.",
    "I missed my old body this morning. By evening I had stopped comparing.",
    "Asked for a slow hug standing up. It hurt after a minute so we sat down and went on.",
    "The physio's idea of two short rests before supper works on most days. @pacing",
    "I am curious again, a little. I am writing that down before I talk myself out of it.",
    "Noor asked what would be kind today. Nobody has asked it like that before.",
    "Warm bath, door open, talking about nothing. I would like that every week. @evening",
    "Bad night. I was short with Noor and said sorry at breakfast.",
    "The new tablets make me slow in the mornings but the evenings are softer.",
    "Danced half a song in the kitchen, holding on. @kitchen",
    "I do not want to be asked about tonight. I used the sign and it simply worked.",
    "Held hands through the whole appointment. My hand, my choice, both felt good.",
  ]

  static let noor = [
    "I caught myself hoping for more than was said. I put the hope down and stayed with the tea.",
    "Ada used the sign and I felt relieved, not turned away. I want to remember that. @signs",
    "Work ran late. I was tired too, and it was good to say it first for once.",
    "I am scared of hurting them. I would like to ask how to tell earlier.",
    "We planned Sunday: soup, the short walk, then the sofa. @weekend",
    "I read on the sofa while they slept against me. Nothing else was needed.",
    "I liked being asked what I would enjoy. I had forgotten to think about it.",
    "Set out the pillows before Ada came in. Small thing, big smile.",
    "I felt lonely at lunch and did not know whom to tell. Writing helps.",
    "The care date was beans on toast and a card game. It was lovely. @weekend",
    "Slept in the other room for the night so we both could. We said good night twice.",
    "I want to learn the shoulder rub that does not press on the scar.",
  ]

  static let shared = [
    "Sunday soup and the short walk. Both of us were glad we turned round early.",
    "We tried the twilight half hour with the lamp and the old records.",
    "Held hands for the whole film.",
    "A slow dance in the kitchen, half a song, both smiling.",
    "Talked in the bath until it went cold.",
    "Breakfast in bed on a rest day, crumbs and all.",
    "The evening signal worked: two taps, and we slowed down.",
  ]

  /// What Ada kept in another program before.
  static let earlier: [(day: Int32, title: String, body: String)] = [
    (
      -96, "Home from hospital.",
      "Everything takes three times as long. Noor labelled the pill box."
    ),
    (-93, "First walk to the gate.", "Six minutes. @outside"),
    (-91, "Could not sleep.", "Lay awake listening to the rain.\n\nTook the tablet at two."),
    (-88, "A friend brought soup.", "We ate it out of mugs. @kitchen"),
    (-86, "Stitches out.", "The nurse was gentle and said what she was doing before she did it."),
    (-85, "Tired of being careful.", "Said it out loud. It helped to hear it."),
  ]
}
