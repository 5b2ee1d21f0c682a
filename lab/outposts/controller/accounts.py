"""
Writes accounts into this controller's own copy of the directory: one question per line of standard
input, one answer per line of standard output, both JSON. Passwords come in here and stay in Samba.
"""
import base64
import hashlib
import json
import subprocess
import sys
import time

import ldb
from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB

# A time in the past is taken for pwdLastSet with this control only, and any time for lockoutTime.
BYPASS = ["local_oid:1.3.6.1.4.1.7165.4.3.20:0"]
LOCK = ["local_oid:1.3.6.1.4.1.7165.4.3.12:0"]
TICKS = 10_000_000
EPOCH_S = 11_644_473_600
NEVER = str(2**63 - 1)
DISABLE_INBOUND = 2
SAMBA_TOOL = "/usr/bin/samba-tool"

lp = LoadParm()
lp.load_default()
sam = SamDB(url=lp.private_path("sam.ldb"), lp=lp, session_info=system_session())


def replace(dn, name, value, controls=()):
    message = ldb.Message(dn if isinstance(dn, ldb.Dn) else ldb.Dn(sam, dn))
    message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
    sam.modify(message, list(controls))


def ticks(seconds):
    return str(int((seconds + EPOCH_S) * TICKS))


def find(name):
    found = sam.search(
        sam.domain_dn(),
        scope=ldb.SCOPE_SUBTREE,
        expression=f"(userPrincipalName={ldb.binary_encode(name)})",
        attrs=["lockoutTime", "userAccountControl"],
    )
    return found[0] if found else None


def short_name(name):
    """Twenty characters at most, and never that of a built-in account."""
    local = "".join(one for one in name.split("@")[0] if one.isascii() and one.isalnum())
    return local[:11] + "-" + hashlib.sha256(name.lower().encode()).hexdigest()[:8]


def create(name):
    short = short_name(name)
    dn = f"CN={short},CN=Users,{sam.domain_dn()}"
    entry = {"dn": dn, "objectClass": "user", "sAMAccountName": short, "userPrincipalName": name}
    sam.add({**entry, "userAccountControl": "514"})


def write(account):
    name = account["userPrincipalName"]
    found = find(name)
    if account.get("removed"):
        if found is not None:
            sam.delete(found.dn)
        return
    if found is None:
        create(name)
        found = find(name)
    dn = found.dn
    password = account.get("password")
    if password is not None:
        replace(dn, "unicodePwd", f'"{password}"'.encode("utf-16-le"))
    control = "514" if account["disabled"] else "512"
    # Writing it ends a lockout, even if it is as before.
    is_new = str(found.get("userAccountControl")) != control
    if is_new:
        replace(dn, "userAccountControl", control)
    write_age(dn, account)
    replace(dn, "accountExpires", "1" if account["accountExpired"] else NEVER)
    hours = account.get("logonHours")
    replace(dn, "logonHours", [] if hours is None else [base64.b64decode(hours)])
    stations = account.get("workstations")
    replace(dn, "userWorkstations", [] if stations is None else [",".join(stations)])
    write_lock(dn, account, int(found.get("lockoutTime", [b"0"])[0]), is_new)


def write_age(dn, account):
    if account["mustChangePassword"]:
        replace(dn, "pwdLastSet", "0")
    elif account["passwordExpired"]:
        replace(dn, "pwdLastSet", ticks(0), BYPASS)
    else:
        # "-1", the usual way, makes nothing young again that is old but there.
        replace(dn, "pwdLastSet", ticks(time.time()), BYPASS)


def write_lock(dn, account, before, is_ended):
    """A lock of ours lies in the future, so that it does not end; one of the users' own stays."""
    ours = before > int(ticks(time.time()))
    if account["locked"]:
        replace(dn, "lockoutTime", ticks(time.time() + 10 * 365 * 86_400), LOCK)
    elif ours or account.get("unlock"):
        replace(dn, "lockoutTime", "0")
    elif before > 0 and is_ended:
        replace(dn, "lockoutTime", str(before), LOCK)


def set_policy(policy):
    dn = sam.domain_dn()
    # What is a good password is the lab's own affair.
    for name in ("pwdProperties", "minPwdLength", "pwdHistoryLength", "minPwdAge"):
        replace(dn, name, "0")
    replace(dn, "lockoutDuration", str(-int(policy["durationMs"]) * 10_000))
    replace(dn, "lockOutObservationWindow", str(-int(policy["windowMs"]) * 10_000))
    replace(dn, "lockoutThreshold", str(policy["threshold"]))


def set_password(name, password):
    found = sam.search(sam.domain_dn(), expression=f"(sAMAccountName={name})", attrs=[])
    replace(found[0].dn, "unicodePwd", f'"{password}"'.encode("utf-16-le"))


def hear(on):
    dn = sam.get_dsServiceName()
    found = sam.search(dn, scope=ldb.SCOPE_BASE, attrs=["options"])
    options = int(found[0].get("options", [b"0"])[0])
    replace(dn, "options", str(options & ~DISABLE_INBOUND if on else options | DISABLE_INBOUND))
    if on:
        pull()


def pull():
    """Takes what the others know at once; where that fails, the next periodic pull brings it."""
    servers = sam.search(sam.get_config_basedn(), expression="(objectClass=nTDSDSA)", attrs=["cn"])
    own = ldb.Dn(sam, sam.get_dsServiceName()).parent().get_component_value(0)
    names = [found.dn.parent().get_component_value(0) for found in servers]
    for other in (name for name in names if name != own):
        task = ["drs", "replicate", own, other, sam.domain_dn(), "--machine-pass"]
        subprocess.run([sys.executable, SAMBA_TOOL, *task], capture_output=True, timeout=30)


def act(question):
    kind = question["do"]
    if kind == "accounts":
        for account in question["accounts"]:
            write(account)
    elif kind == "policy":
        set_policy(question["policy"])
    elif kind == "password":
        set_password(question["name"], question["password"])
    elif kind == "pull":
        pull()
    elif kind == "hear":
        hear(question["on"])


for line in sys.stdin:
    asked = json.loads(line)
    answer = {"id": asked["id"]}
    try:
        act(asked)
    except ldb.LdbError as error:
        # Number and text of the directory; values are not in them.
        answer["failed"] = f"{error.args[1]} ({error.args[0]})"
    except subprocess.TimeoutExpired:
        pass
    print(json.dumps(answer), flush=True)
