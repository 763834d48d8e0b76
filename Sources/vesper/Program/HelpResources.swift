/// The text of `vesper resources`: who to turn to, in general words.
///
/// Telephone numbers stand here only where they are public, free and long established.
enum HelpResources {
  struct Part {
    let title: String
    let paragraphs: [String]
  }

  /// The page, fitted to a width.
  static func lines(width: Int) -> [String] {
    Array(
      parts.map { part in
        ([part.title] + part.paragraphs).map { Wrapping.lines($0, width: width) }
          .joined(separator: [""])
      }.map { Array($0) }.joined(separator: ["", ""]))
  }

  static let parts = [
    Part(
      title: "HELP, APART FROM VESPER",
      paragraphs: [
        "This page is part of the program. It opens without a passphrase and reads and writes no file. On a terminal it is gone from the window when you close it.",
        "The command that you typed may stand in your shell's history.",
      ]),
    Part(
      title: "IF YOU ARE IN DANGER NOW",
      paragraphs: [
        "Call the emergency number of the place where you are:",
        """
        112 · European Union and many other countries; from most mobile phones anywhere
        911 · United States, Canada
        999 · United Kingdom, Ireland
        000 · Australia
        111 · New Zealand
        """,
      ]),
    Part(
      title: "IF YOU ARE NOT SAFE WITH YOUR PARTNER",
      paragraphs: [
        "To be hurt, threatened, watched, or pressed into being touched is nothing you have brought about, and nothing you have to prove. A yes that was pressed out of you is no yes.",
        "Services for people who live with violence at home, or with sexual violence, listen in confidence: also if you are not sure what to call it, also if you want to stay, whoever you are. They help to think through what is safe to do first.",
        """
        1-800-799-7233 · United States
        0808 2000 247 · United Kingdom
        116 016 · Germany and some other countries of Europe
        3919 · France
        016 · Spain
        1800 737 732 · Australia
        """,
        "Calls, messages and searches leave traces on a telephone and on its bill. A telephone or a computer that your partner cannot look into is safer: at a friend's, at work, in a library.",
        "You can ask any doctor, nurse or midwife to see you alone. That is an ordinary wish, and you need not give a reason.",
        "Vesper cannot protect you from somebody who watches this device. Write nothing here that could put you in danger.",
      ]),
    Part(
      title: "IF IT IS TOO MUCH TO GO ON",
      paragraphs: [
        "If you think of ending your life or of hurting yourself, speak to somebody now. You need not be sure that it is a crisis.",
        """
        988 · United States, Canada
        116 123 · United Kingdom, Ireland, Germany and some other countries of Europe
        13 11 14 · Australia
        """,
        "Or the emergency number above, the nearest hospital, or anybody who can stay with you.",
      ]),
    Part(
      title: "IF IT HURTS",
      paragraphs: [
        "Pain with closeness is a reason to pause, and worth telling a clinician. Nobody has to bear it for another's sake.",
        "Sudden or new strong pain, bleeding, fever, numbness, pain in the chest or trouble breathing: medical help today, or the emergency number.",
        "For pain that stays: a family doctor, a pain clinic, a specialist nurse, a physiotherapist for the pelvic floor, a gynaecologist or a urologist. They hear about this often. To say \"I would like to talk about pain with closeness\" is enough of a beginning.",
      ]),
    Part(
      title: "IF YOU GRIEVE FOR WHAT HAS CHANGED",
      paragraphs: [
        "An illness can take ease, desire, or the body that you knew. That is a loss, and grief belongs to it, for each of you in an own way and at an own pace.",
        "Psychologists, sex therapists, couples counsellors, social workers, rehabilitation and palliative care teams know this grief; a hospital can name one. People with the same illness meet in patient organisations. A line for the bereaved listens too when nobody has died.",
        "If you care for somebody, there are organisations for carers, and care that gives you a day off.",
      ]),
    Part(
      title: "ABOUT THE NUMBERS",
      paragraphs: [
        "They are as they were known when this version of Vesper was made. Numbers change: a hospital, a health service or a library near you knows those of today, and those of your country."
      ]),
  ]
}
