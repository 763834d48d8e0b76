#!/usr/bin/env python3
"""Plants small faults in Sources/Care/Consent, one at a time, and demands that the tests find each.

    consent_mutations.py [--list] [--only 3,7,12] [--histories 400] [--keep DIR]
    consent_mutations.py --program [--only 1,2] [--keep DIR]
    consent_mutations.py --plain --histories 200000 [--release] [--seed 1000]

It works on a small copy: the consent engine, the two Vault files of identifiers and the one model
file it needs, and its tests. That the copy builds at all shows that the engine is pure values.
With --program it does the same to what the program makes of the engine, in a copy of everything, and
runs the program's own tests and test_consent.py; that takes long.
With --plain it plants nothing and runs the tests once, with as many histories as are asked for.
Exit status: 0 when every fault was found, 1 when one was not, 2 when the faults do not fit the code.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENGINE = "Sources/Care/Consent"

PARTS = [
    "Sources/Vault/Files/Hex.swift",
    "Sources/Vault/Identifiers.swift",
    "Sources/Care/Model/CivilDate.swift",
    ENGINE,
    "Tests/CareTests/Consent",
]

PACKAGE = """// swift-tools-version: 6.2
import PackageDescription
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
]
let package = Package(
  name: "consent",
  targets: [
    .target(name: "Vault", swiftSettings: settings),
    .target(name: "Care", dependencies: ["Vault"], swiftSettings: settings),
    .testTarget(name: "CareTests", dependencies: ["Care", "Vault"], swiftSettings: settings),
  ])
"""

# (file, what stands there exactly once, what the fault makes of it)
FAULTS = [
    # The rules.
    ("Rules/Paired.swift", "partners.count == 2", "partners.count >= 1"),
    ("Rules/Paired.swift", " && !question.ledger.isRenewed", ""),
    ("OpeningsDue.swift", "guard !isRenewed else { return [] }", ""),
    ("Rules/Intact.swift", "question.ledger.isIntact", "true"),
    ("Rules/Closed.swift", "question.ledger.isAfter(question.hash, closing.record)", "true"),
    ("Rules/Closed.swift",
     "question.ledger.allSaw(question.answers.currentRecords, closing.record)", "true"),
    ("Rules/Superseded.swift", "== [question.hash]", ".contains(question.hash)"),
    ("ConsentPayload.swift", "(items?.contains(item) ?? true)", "(items == nil)"),
    ("ConsentPayload.swift", "(items?.contains(item) ?? true)", "(items != nil)"),
    ("ConsentPayload.swift", "(items?.contains(item) ?? true)", "(items?.contains(item) ?? false)"),
    ("ConsentPayload.swift", "(self.agreement.map { $0 == agreement } ?? true)", "true"),
    ("ConsentPayload.swift", "(self.agreement.map { $0 == agreement } ?? true)",
     "(self.agreement.map { $0 == agreement } ?? false)"),
    ("ConsentPayload.swift", "agreement.value == 0 ? nil : agreement", "agreement"),
    ("ConsentPayload.swift", "case .withdrawal, .pause, .healthChange: true",
     "case .withdrawal, .pause, .resume, .healthChange: true"),
    ("ConsentPayload.swift", "case .withdrawal, .pause, .healthChange: true",
     "case .withdrawal, .pause: true\n    case .healthChange: false"),
    ("Rules/Withdrawn.swift", "ledger.isAfter(question.hash, withdrawal.record)", "true"),
    ("Rules/Withdrawn.swift",
     "ledger.allSaw(question.answers.currentRecords, withdrawal.record)", "true"),
    ("Rules/Paused.swift", "(pauses + closings.map(\\.record))", "pauses"),
    ("Rules/Paused.swift", "resume.author == pause.author", "true"),
    ("Rules/Paused.swift", "mayPermit(resume)", "true"),
    ("Rules/Paused.swift", "hasSeen(resume, pause)", "true"),
    ("Rules/Paused.swift", "allSaw(answers, resume)", "true"),
    ("Rules/Paused.swift", "question.answers.currentRecords", "[]"),
    ("Rules/HealthChanged.swift", "question.answers.allRecords", "question.answers.currentRecords"),
    ("Rules/HealthChanged.swift", "question.ledger.healthChanges.allSatisfy",
     "question.ledger.healthChanges.isEmpty || question.ledger.healthChanges.contains"),
    ("Rules/OwnYes.swift", "!opened.isEmpty && opened.allSatisfy", "opened.allSatisfy"),
    ("Rules/OwnYes.swift", "opened.allSatisfy {", "opened.contains {"),
    ("Rules/OwnYes.swift", "?? false", "?? true"),
    ("Rules/OwnYes.swift", "partners.allSatisfy", "partners.contains"),
    ("Rules/Reviewed.swift", "question.now < end", "question.now <= end"),
    ("Rules/Reviewed.swift", "&& answer.entered <= latest", ""),
    ("Rules/Reviewed.swift", "question.answers.allRecords", "question.answers.currentRecords"),
    ("Rules/Reviewed.swift", "overflow ? nil : end", "end"),
    ("IntegrityFacts.swift", "now = max(clock, highWater)", "now = min(clock, highWater)"),
    ("IntegrityFacts.swift", "self == .whole || self == .unfinished",
     "self != .damaged"),
    # What was read, and what is in doubt.
    ("HeldLog.swift", "found.formUnion(named.filter { $0.count > 0 && records[$0] == nil })",
     "_ = named"),
    ("HeldLog.swift", "if record.index > 0, records[record.predecessor] == nil {",
     "if false, records[record.predecessor] == nil {"),
    ("HeldLog.swift", "record.payload == nil || ", ""),
    ("HeldLog.swift", "found.formUnion([other, record.head])", "_ = other"),
    ("HeldLog.swift", "found.formUnion([other, record.head])", "found.insert(other)"),
    ("HeldLog.swift", "held.contains { $0.author != facts.author } || ", ""),
    ("HeldLog.swift", " || !facts.verdict.isSound && found.isEmpty", ""),
    ("HeldLog.swift", "        !held.isEmpty\n", "        false\n"),
    ("HeldLog.swift", "return record.index < head.count }", "return record.index <= head.count }"),
    ("HeldLog.swift", "return record.index < head.count }",
     "return record.index + 1 < head.count }"),
    ("HeldLog.swift", "here.count == 1, ", ""),
    ("ConsentLedger.swift", "for (log, head) in record.seen { named[log, default: []].insert(head) }",
     ""),
    ("ConsentLedger.swift", "named[closing.log, default: []].formUnion(closing.doubts)",
     "_ = closing"),
    ("ConsentLedger.swift", "logs[record.log]?.isSound ?? false", "true"),
    ("ConsentLedger.swift", "var named = facts.named", "var named: [LogID: Set<SeenHead>] = [:]"),
    ("ConsentLedger.swift", "!partners.contains(author) { continue }", "false, author == author { continue }"),
    ("Sight.swift", "settles(closing.value, record)", "true"),
    ("Sight.swift", "return closings.contains {", "return [Written<LogClosing>]().contains {"),
    ("Sight.swift", "readers.allSatisfy {", "readers.contains {"),
    ("ClosedDoubts.swift", "$0.author == owner && ", ""),
    ("ClosedDoubts.swift", " && mayPermit($0.record)", ""),
    ("ClosedDoubts.swift", "log.author.map { [$0] } ?? partners",
     "log.author.map { [$0] } ?? Set(partners.sorted().prefix(1))"),
    ("ClosedDoubts.swift", ".union(log.ends)", ""),
    ("ClosedDoubts.swift", "!log.isUnread || isSettled(id, log)", "true"),
    ("ClosedDoubts.swift", "!log.isUnread || isSettled(id, log)", "!log.isUnread"),
    ("ClosedDoubts.swift", "!log.isUnread || isSettled(id, log)", "isSettled(id, log)"),
    ("HeldLog.swift", "facts?.isUnread ?? false", "false"),
    ("Lineage.swift", "filter { !replaced.contains($0) }", "filter { _ in true }"),
    ("Lineage.swift", "return allSaw(written, record)",
     "return written.contains { hasSeen($0, record) }"),
    # Answers.
    ("RevisionAnswers.swift", "guard mayPermit(commitment.record) else { return nil }", ""),
    ("RevisionAnswers.swift", "opening.author == commitment.author && mayPermit(opening.record)",
     "mayPermit(opening.record)"),
    ("RevisionAnswers.swift", "opening.author == commitment.author && mayPermit(opening.record)",
     "opening.author == commitment.author"),
    ("RevisionAnswers.swift", "&& hasSeen(opening.record, commitment.record)", ""),
    ("RevisionAnswers.swift", "&& opening.value.answer.fits(revision)", ""),
    ("RevisionAnswers.swift", "&& opens(opening.value, commitment)", ""),
    ("RevisionAnswers.swift", "other.value.sealed == opening.value.against && ", ""),
    ("RevisionAnswers.swift", " && other.author != opening.author", ""),
    ("RevisionAnswers.swift", "&& hasSeen(opening.record, other.record)", ""),
    ("RevisionAnswers.swift", "!own.contains { later in", "own.isEmpty || !own.isEmpty || own.contains { later in"),
    ("Answer.swift", "writer.write(author.bytes)", ""),
    ("Answer.swift", "writer.write(heads.bytes)", ""),
    ("Answer.swift", "bits >> UInt64(place) & 1 == 1", "bits >> UInt64(place) & 1 == 0"),
    ("Answer.swift", "bits >> UInt64(revision.items.count) == 0", "true"),
    ("OpeningsDue.swift", "newestRevisions(of: revision.agreement) == [answer.revision]",
     "!newestRevisions(of: revision.agreement).isEmpty"),
    ("OpeningsDue.swift", "!openings.values.joined().contains(where: { $0.author == viewer && opens($0, own) })",
     "true"),
    ("OpeningsDue.swift", "!used.contains { $0.value.against == other.value.sealed }", "used.isEmpty || true"),
    ("OpeningsDue.swift", "&& hasSeen(own.record, earlier.record)", "|| true || hasSeen(own.record, earlier.record)"),
    ("OpeningsDue.swift", "filter { $0.key != viewer }", "filter { _ in true }"),
    ("OpeningsDue.swift", "answers.current[viewer]?", "answers.all[viewer]?"),
    # What an answer adds to, and what is one's own.
    ("Consent.swift", "ledger.isUnpaused(for: [$0.record])", "true"),
    ("Consent.swift", "$0.author == viewer && ledger.isUnpaused", "ledger.isUnpaused"),
    ("Consent.swift", "ledger.withdrawals.filter { $0.author == viewer }", "ledger.withdrawals"),
    ("Consent.swift", ".sorted { ($0.entered, $0.id) > ($1.entered, $1.id) }",
     ".sorted { ($0.entered, $0.id) < ($1.entered, $1.id) }"),
    ("Consent.swift", "!log.isSound && [nil, viewer].contains(log.author)",
     "!log.isSound && [viewer].contains(log.author)"),
    ("Consent.swift", "!log.isSound && [nil, viewer].contains(log.author)", "!log.isSound"),
    ("Consent.swift", "&& !log.doubts.isSubset(of: ledger.doubts(of: id, closedBy: viewer))", ""),
    # Statements.
    ("WithdrawalStatement.swift", "again.utf8.elementsEqual(text.utf8)", "again.count == text.count"),
    ("WithdrawalStatement.swift", "guard isDate(date), ", "guard "),
    ("WithdrawalStatement.swift", "id.value != 0 else", "id.value >= 0 else"),
    ("WithdrawalStatement.swift", "items.sorted().map", "items.map"),
    # Bytes and views.
    ("ConsentBody.swift", "guard payload.isRestricting else { throw error }", ""),
    ("ConsentBody.swift", "guard self.bytes == bytes else { return nil }", ""),
    ("ConsentBody.swift", "guard bytes.count <= Self.limit else { return nil }", ""),
    ("AgreementView.swift", "answers.all[viewer] ?? []", "answers.all.values.flatMap { $0 }"),
    ("AgreementView.swift", "}.min()", "}.max()"),
    ("AgreementView.swift", "reason == nil ? .active", "reason != .paused ? .active"),
]

DIARY = "Sources/Care/Diary"
LOG = "Sources/Vault/Log"
COMMANDS = "Sources/vesper/Program/Commands"

# Faults in what stands around the engine, found by the program's tests.
PROGRAM_FAULTS = [
    (f"{DIARY}/DiaryClock.swift", "    try endWhatWasAgreed()\n", ""),
    (f"{DIARY}/DiaryAgreeing.swift", "    try endWhatWasAgreed()\n", ""),
    (f"{DIARY}/DiaryAgreeing.swift", "where standing.contains(earlier.sealed)",
     "where earlier.revision == hash || standing.isEmpty"),
    (f"{DIARY}/DiaryAgreeing.swift", "try restrict(.withdrawal(.everything), consent)",
     "try restrict(.pause, consent)"),
    (f"{DIARY}/DiaryAgreeing.swift", "try restrict(.healthChange, try? consent())",
     "_ = try consent()"),
    (f"{DIARY}/DiaryClosing.swift",
     "    try DiaryError.vault { () throws(VaultError) in try vault.leaveLog(.consent, .shared) }\n",
     ""),
    (f"{DIARY}/DiaryMarks.swift", "marks.revision == view.revision.description", "true"),
    (f"{DIARY}/DiaryMarks.swift", "newest[$0] == .yes", "newest[$0] != .notNow"),
    (f"{DIARY}/DiaryProof.swift", "keys.partner == statement.partner,", "true,"),
    (f"{DIARY}/DiaryProof.swift",
     "Statement(text: Array(text.utf8), signature: signature).isGenuine(by: keys)",
     "!signature.isEmpty"),
    (f"{DIARY}/DiaryConsent.swift", "    try? vault.remember(time: clock.now().milliseconds)\n", ""),
    (f"{DIARY}/DiaryConsent.swift", "highWater: vault.highWater", "highWater: .min"),
    (f"{DIARY}/DiaryConsent.swift", "doubts: [seen])", "doubts: [])"),
    (f"{DIARY}/DiaryConsent.swift", "guard consent.isRead else { throw .unread }", "_ = consent"),
    (f"{DIARY}/DiaryConsent.swift", ", isUnread: report.isUnread)", ")"),
    (f"{DIARY}/DiaryAgreeing.swift", "try restrict(.pause, consent)",
     "try restrict(.pause, self.consent())"),
    (f"{LOG}/LogVerification.swift", "found ?? state?.heads[log.id]?.logClass", "found"),
    (f"{LOG}/LogVerification.swift", "guard logClass == .consent else { return try keys.readableLogs() }",
     "return try keys.readableLogs()"),
    (f"{LOG}/LogWriter+Heads.swift", "where fault.isOfOnePlace", "where !fault.isOfOnePlace"),
    (f"{LOG}/RecordSequence.swift", "where fault.isOfOnePlace {", "where !fault.isOfOnePlace {"),
    (f"{COMMANDS}/AgreeWithdraw.swift",
     "if diary.other != nil, !consent.isWhole { return try diary.withdrawEverything(in: consent) }",
     ""),
]


def prepare(copy: Path, parts: list[str]) -> None:
    for part in parts:
        source, target = ROOT / part, copy / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copy(source, target)


def misfits(copy: Path, faults: list[tuple[str, str, str]]) -> list[str]:
    wrong = []
    for number, (name, old, _) in enumerate(faults, 1):
        count = (copy / name).read_text().count(old)
        if count != 1:
            wrong.append(f"{number}: {name} has {count} times: {old}")
    return wrong


def plain(copy: Path, choice: argparse.Namespace) -> int:
    """The tests once, nothing planted; in release mode many more histories fit into a day."""
    environment = dict(os.environ, CONSENT_HISTORIES=str(choice.histories), SWIFT_BACKTRACE="enable=no")
    if choice.seed:
        environment["CONSENT_SEED"] = choice.seed
    mode = ["-c", "release", "-Xswiftc", "-enable-testing"] if choice.release else []
    tests = ["swift", "test", *mode, "--disable-xctest", "--filter", "ConsentHistoryTests"]
    return subprocess.run(tests, cwd=copy, env=environment).returncode


def tests_of_the_program(copy: Path) -> list[list[str]]:
    """The program's tests that bear on consent, and those of this folder."""
    files = "ConsentScreens|HostilePartner|Transcript|UnreadLog"
    return [["swift", "test", "--skip-build", "--disable-xctest", "--filter", f"({files})Tests.swift"],
            ["env", "-C", f"{ROOT}/Tests/Conformance",
             f"VESPER_BIN={copy}/.build/debug/vesper", sys.executable, "-m", "unittest", "-q", "test_consent"]]


def run(copy: Path, histories: int, tests: list[list[str]]) -> str:
    """'found', 'not found' or 'does not build'."""
    environment = dict(os.environ, CONSENT_HISTORIES=str(histories), SWIFT_BACKTRACE="enable=no")
    build = subprocess.run(
        ["swift", "build", "--build-tests"], cwd=copy, env=environment, capture_output=True,
        text=True)
    if build.returncode != 0:
        print(build.stdout[-2000:] + build.stderr[-500:])
        return "does not build"
    for command in tests:
        try:
            ended = subprocess.run(
                command, cwd=copy, env=environment, capture_output=True, text=True, timeout=1800)
        except subprocess.TimeoutExpired:
            return "found"
        if ended.returncode != 0:
            return "found"
    return "not found"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--histories", type=int, default=400)
    parser.add_argument("--keep", help="a directory for the copy, kept for the next run")
    parser.add_argument("--program", action="store_true", help="faults around the engine")
    parser.add_argument("--plain", action="store_true", help="plant nothing")
    parser.add_argument("--release", action="store_true", help="with --plain: build for speed")
    parser.add_argument("--seed", help="with --plain: the first history's")
    choice = parser.parse_args()
    faults = [(f"{ENGINE}/{name}", old, new) for name, old, new in FAULTS]
    if choice.program:
        faults = PROGRAM_FAULTS
    numbers = [int(n) for n in choice.only.split(",") if n] or range(1, len(faults) + 1)
    if choice.list:
        for number, (name, old, new) in enumerate(faults, 1):
            print(f"{number:3} {name}: {old!r} -> {new!r}")
        return 0

    copy = Path(choice.keep) if choice.keep else Path(tempfile.mkdtemp(prefix="consent-mutations-"))
    for old in ("Sources", "Tests"):
        shutil.rmtree(copy / old, ignore_errors=True)
    copy.mkdir(parents=True, exist_ok=True)
    try:
        whole = ["Package.swift", "Package.resolved", "Sources", "Tests"]
        prepare(copy, whole if choice.program else PARTS)
        if not choice.program:
            (copy / "Package.swift").write_text(PACKAGE)
        if choice.plain:
            return plain(copy, choice)
        tests = [["swift", "test", "--skip-build"]]
        if choice.program:
            tests = tests_of_the_program(copy)
        wrong = misfits(copy, faults)
        if wrong:
            print("\n".join(wrong))
            return 2
        if run(copy, choice.histories, tests) != "not found":
            print("the tests do not pass without any fault")
            return 2
        left = []
        for number in numbers:
            name, old, new = faults[number - 1]
            path = copy / name
            text = path.read_text()
            path.write_text(text.replace(old, new))
            verdict = run(copy, choice.histories, tests)
            path.write_text(text)
            print(f"{number:3} {verdict}: {name}: {old!r} -> {new!r}", flush=True)
            if verdict != "found":
                left.append(number)
        print(f"{len(numbers) - len(left)} of {len(numbers)} faults found")
        return 1 if left else 0
    finally:
        if not choice.keep:
            shutil.rmtree(copy, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
