#!/usr/bin/env python3
"""Puts the test vectors to an implementation of yours, and counts.

Needs Python 3.8 and nothing else. The README beside this folder says what the fields of a vector mean, and how a judge answers.
"""
import argparse
import base64
import collections
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile
import xml.parsers.expat

VECTORS = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("xml", "c14n", "dsig", "redirect", "post", "metadata", "response", "logout", "artifact")
FOLDERS += ("jws", "id-token", "callback", "token-response", "user-info", "logout-token", "handover")
KINDS = {"sp": "serviceProvider", "idp": "identityProvider", "rp": "relyingParty", "op": "openidProvider", "product": "product"}


def main():
    options = argument_parser().parse_args()
    judge = JUDGES.get(options.judge) or command_judge(shlex.split(options.judge))
    counts = collections.defaultdict(collections.Counter)
    for vector in read_vectors(options):
        outcome = outcome_of(vector["expect"], judge(vector))
        counts[vector["folder"]][outcome] += 1
        if outcome in FAILURES:
            print(f"{vector['path']}: {outcome}: {vector['header']['comment']}")
    for folder, of in counts.items():
        print(f"{folder}: " + ", ".join(f"{number} {outcome}" for outcome, number in sorted(of.items())))
    return 1 if any(of[outcome] for of in counts.values() for outcome in FAILURES) else 0


def argument_parser():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", required=True, help="a command, or one of: " + ", ".join(JUDGES))
    parser.add_argument("--folder", choices=FOLDERS, help="only the vectors of one folder")
    parser.add_argument("--flag", help="only those with this flag")
    parser.add_argument("--only", help="only the one with this path, such as response/xsw-1")
    return parser


# Reading vectors


def read_vectors(options):
    for folder in [options.folder] if options.folder else FOLDERS:
        for file in sorted((VECTORS / folder).glob("*.txt")):
            vector = read_vector(folder, file)
            if options.flag and options.flag not in vector["header"].get("flags", "").split():
                continue
            if options.only in (None, vector["path"]):
                yield vector


def read_vector(folder, file):
    """One file: fields, one a line; a blank line; the octets of the message, whatever they are."""
    head, message = file.read_bytes().split(b"\n\n", 1)
    header = dict(line.split(": ", 1) for line in head.decode().split("\n"))
    return {
        "path": f"{folder}/{file.stem}",
        "folder": folder,
        "header": header,
        "message": message,
        "expect": read_expectation(header["expect"]),
        **read_parties(header.get("parties", "").split()),
    }


def read_expectation(text):
    """`accept {claims}`, `code`, `code {details}`, or a code that rules lead to with the rule, such as `assertion.rejected rule`."""
    word, _, rest = text.partition(" ")
    details = json.loads(rest) if rest.startswith("{") else {}
    if word == "accept":
        return {"accepted": True, "claims": details}
    return {"accepted": False, "code": word, "details": details, "rule": "" if details else rest}


def read_parties(names):
    """Who we are and who they are, or the latter alone, with the keys and certificates that their files name."""
    parties = {KINDS[name.split("-")[0]]: read_party(name) for name in names}
    for party in parties.values():
        if "decryption" in party:
            party["decryptionJwks"] = [{**json.loads(read_key(name, "json")), "kid": name} for name in party["decryption"]]
    idp = parties.get("identityProvider")
    if idp:
        idp["certificatePems"] = [read_key(name, "pem") for name in idp.get("certificates", ["idp"])]
    return parties


def read_party(name):
    return json.loads((VECTORS / "parties" / f"{name}.json").read_text())


def read_key(name, kind):
    return (VECTORS / "parties" / "keys" / f"{name}.{kind}").read_text()


# Comparing


def outcome_of(expected, answer):
    """What came of a vector: one of a few words, of which some are failures."""
    if "skipped" in answer:
        return "skipped"
    if expected["accepted"] and not answer["accepted"]:
        return REFUSED_GOOD
    if not expected["accepted"]:
        if answer["accepted"]:
            return ACCEPTED_BAD
        return "refused as they must" if same_reason(expected, answer) else "refused for another reason"
    # A verifier makes no claims. Those that are made must be right; those that the vector does not name may be anything.
    claims = answer.get("claims", {})
    wrong = [name for name, value in expected["claims"].items() if name in claims and claims[name] != value]
    return WRONG_CLAIMS if wrong else "accepted"


def same_reason(expected, answer):
    """Codes need not be those of signon: the part before the dot is what counts."""
    return answer.get("code", "").split(".")[0] == expected["code"].split(".")[0]


REFUSED_GOOD = "REFUSED though good"
ACCEPTED_BAD = "ACCEPTED though bad"
WRONG_CLAIMS = "accepted with WRONG CLAIMS"
FAILURES = (REFUSED_GOOD, ACCEPTED_BAD, WRONG_CLAIMS)


# Judges


def command_judge(command):
    """A program that gets one vector as JSON on its standard input, and answers with a line of JSON. It is not told what is expected."""

    def judge(vector):
        question = {name: value for name, value in vector.items() if name != "expect"}
        question["header"] = {name: value for name, value in vector["header"].items() if name not in ("expect", "comment")}
        question["message"] = base64.b64encode(vector["message"]).decode()
        answer = subprocess.run(command, input=json.dumps(question), capture_output=True, text=True, check=True)
        return json.loads(answer.stdout.strip().splitlines()[-1])

    return judge


def judge_by_xmlsec1(vector):
    """A verifier of signatures, with each trusted key in turn. It knows nothing of the profile of SAML, and says nothing of what was signed."""
    if vector["folder"] != "dsig":
        return {"skipped": "no signature to be verified"}
    for certificate in vector["identityProvider"]["certificatePems"]:
        if verified_by_xmlsec1(vector, certificate):
            return {"accepted": True}
    return {"accepted": False, "code": "signature.value"}


def verified_by_xmlsec1(vector, certificate):
    with tempfile.TemporaryDirectory() as folder:
        message, key = pathlib.Path(folder, "message.xml"), pathlib.Path(folder, "certificate.pem")
        message.write_bytes(vector["message"])
        key.write_text(certificate)
        command = ["xmlsec1", "--verify", "--enabled-reference-uris", "empty,same-doc", "--enabled-key-data", "rsa,ec", "--pubkey-cert-pem", key]
        for element in ("urn:oasis:names:tc:SAML:2.0:assertion:Assertion", "urn:example:message:Message"):
            command += ["--id-attr:ID", element]
        if "element" in vector["header"]:
            command += ["--node-id", vector["header"]["element"]]
        return subprocess.run([*command, message], capture_output=True).returncode == 0


def judge_by_expat(vector):
    """The parser of Python's standard library, taught to refuse document types and processing instructions."""
    if vector["folder"] != "xml" or "limits" in vector["header"]:
        return {"skipped": "not a matter of the parser"}
    try:
        return {"accepted": True, "claims": read_by_expat(vector["message"])}
    except (xml.parsers.expat.ExpatError, ValueError):
        return {"accepted": False, "code": "xml.syntax"}


def read_by_expat(message):
    claims = {"text": ""}

    def refuse(*_):
        raise ValueError("document types and processing instructions are refused")

    def start(name, attributes):
        if "root" not in claims:
            claims["root"] = braced(name, always=True)
            claims["attributes"] = [[braced(attributes[i]), attributes[i + 1]] for i in range(0, len(attributes), 2)]

    def characters(text):
        claims["text"] += text

    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = parser.ProcessingInstructionHandler = refuse
    parser.StartElementHandler = start
    parser.CharacterDataHandler = characters
    parser.Parse(message, True)
    return claims


def braced(name, always=False):
    """`namespace name` as `{namespace}name`."""
    namespace, blank, local = name.rpartition(" ")
    return f"{{{namespace}}}{local}" if blank or always else name


JUDGES = {"xmlsec1": judge_by_xmlsec1, "expat": judge_by_expat}

if __name__ == "__main__":
    sys.exit(main())
