"""What Tocsin said about a generated log, held against what the generator knows."""

import json
import pathlib
import re

# Per log: rules by title, with the sources that they must name, no more and no fewer; and named base rules, with their matches.
# The generator's windows have the thresholds of these rules.
SOURCES = {
    "auth": {"Password guessing from one source": "guessers"},
    "access": {"Flood of requests from one source": "flooders", "Scan for pages that do not exist": "scanners"},
}
MATCHES = {
    "auth": {"auth_failure": "failures"},
    "access": {"web_request": "lines", "web_not_found": "not_found"},
}


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

    equal("lines", answers.stats["records"], truth["lines"])
    equal("bytes", answers.stats["bytes"], truth["bytes"])
    for name, member in MATCHES[truth["kind"]].items():
        equal(f"matches of {name}", answers.matches(name), truth[member])
    for title, member in SOURCES[truth["kind"]].items():
        same(title, answers.sources(title), set(truth[member]))
    if truth["kind"] == "access":
        # Whatever rule names them: all attackers, and no visitor.
        attackers = {source for member in ("flooders", "scanners", "probers") for source in truth[member]}
        same("attackers of the web server", answers.sources(), attackers)
    return faults
