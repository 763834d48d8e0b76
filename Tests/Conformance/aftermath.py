"""What has to hold after anything that can go wrong in the middle of a command."""

from acts import Act, everything
from household import ADA, NOOR, Household, HouseholdTest, couple


class AftermathTest(HouseholdTest):
    """Never lost: what was acknowledged. Never shown: what is half-written. Never left: a vault that
    does not open."""

    def beginning(self, act: Act) -> tuple[Household, dict]:
        """A home to copy for each trial of an act, and all that can be read in it."""
        home = self.home.copy()
        self.addCleanup(home.remove)
        if act.ends_session:
            self.addCleanup(couple().unlock, ADA)
        act.begin(home)
        return home, act.sees(home)

    def left(self, home: Household) -> dict[str, bytes | None]:
        """Everything that a command has left, folders too."""
        return {str(path.relative_to(home.root)): path.read_bytes() if path.is_file() else None
                for top in (home.data, home.state) for path in sorted(top.rglob("*"))}

    def assertHolds(self, act: Act, home: Household, before: dict, acknowledged: bool) -> bool:
        """Everything that has to hold; says whether the act was done."""
        if act.judge:
            return act.judge(self, act, home, before, acknowledged)
        entries = everything(home)
        stays = {key: entry for key, entry in before.items() if not act.takes(entry)}
        self.assertEqual({key: entries.get(key) for key in stays}, stays, "an entry is lost")
        done = act.done(home, {k: e for k, e in entries.items() if k not in before})
        if acknowledged:
            self.assertTrue(done, "it was acknowledged and is not there")
        # A torn end is unfinished to its author, who knows what was acknowledged. To the other it can
        # be damage, until the author's next write cuts it off.
        self.assertClean(act.by or ADA, unfinished=True, home=home)
        ids = [(home.write("words afterwards", audience, by=name), audience, name)
               for name in (ADA, NOOR) for audience in ("--me", "--us")]
        act.after(home)
        after = everything(home)
        self.assertLessEqual(set(stays) if act.bulk and not acknowledged else set(entries), set(after))
        for entry, audience, author in ids:
            for reader in (ADA, NOOR):
                self.assertEqual(f"{reader} {entry}" in after, audience == "--us" or reader == author)
        # A bulk write that was not acknowledged leaves its log behind as it is.
        self.assertClean(unfinished=act.bulk and not acknowledged, home=home)
        return done
