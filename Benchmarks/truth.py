"""What Tocsin said about a generated log, held against what the generator knows."""

import json
import pathlib
import re

GUESSING = "Password guessing from one source"


class Answers:
    def __init__(self, cost, detectors):
        self.alerts = [json.loads(line) for line in cost.stdout.splitlines() if line.startswith(b"{")]
        self.stats = json.loads(cost.stderr.strip().splitlines()[-1])
        self.detectors = pathlib.Path(detectors)

    def sources(self, title=None):
        """Addresses that an alert was opened for, by one rule or by any."""
        return {
            alert["source"]["address"]
            for alert in self.alerts
            if alert["event"]["action"] == "opened"
            and "address" in alert.get("source", {})
            and title in (None, alert["rule"]["name"])
        }

    def matches(self, name):
        """Matches of the rule with this `name:`."""
        for path in self.detectors.rglob("*.yml"):
            if found := re.search(rf"^id: (\S+)\nname: {name}$", path.read_text(), re.M):
                return self.stats["matches"].get(found[1], 0)
        raise SystemExit(f"bench: no rule of the name {name} under {self.detectors}")


def check(truth, answers):
    """The faults, as sentences; an empty list when everything was found and nothing else."""
    faults = []

    def equal(what, found, wanted):
        if found != wanted:
            faults.append(f"{what}: {found}, and the log has {wanted}")

    def same(what, found, wanted):
        if found != wanted:
            missing, extra = sorted(wanted - found), sorted(found - wanted)
            faults.append(
                f"{what}: of {len(wanted)} sources {len(missing)} are missing {missing[:3]}, "
                f"{len(extra)} are too many {extra[:3]}"
            )

    equal("lines", answers.stats["lines"], truth["lines"])
    equal("bytes", answers.stats["bytes"], truth["bytes"])
    if truth["kind"] == "auth":
        equal("failed authentications", answers.matches("auth_failure"), truth["failures"])
        same(GUESSING, answers.sources(GUESSING), set(truth["must_alert"]))
    else:
        attackers = set(truth["must_alert"]) | set(truth["scanners"]) | set(truth["probers"])
        same("attackers of the web server", answers.sources(), attackers)
    return faults
