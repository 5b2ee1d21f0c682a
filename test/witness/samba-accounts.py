"""Accounts of a freshly provisioned Samba AD, one per state; arguments: smb.conf and the password."""
import sys

import ldb
from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB

conf, password = sys.argv[1:3]
lp = LoadParm()
lp.load(conf)
sam = SamDB(url=lp.private_path("sam.ldb"), lp=lp, session_info=system_session())
# pwdLastSet may be set to a time in the past with this control only.
BYPASS_LAST_SET = ["local_oid:1.3.6.1.4.1.7165.4.3.20:0"]


def change(dn, name, value, controls=()):
    message = ldb.Message(ldb.Dn(sam, dn))
    message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
    sam.modify(message, list(controls))


def add(name, *rule):
    sam.newuser(name, password)
    if rule:
        change(f"CN={name},CN=Users,{sam.domain_dn()}", *rule)


change(sam.domain_dn(), "lockoutThreshold", "3")
for plain in ("healthy", "spared", "locked"):
    add(plain)
add("disabled", "userAccountControl", "514")
add("must-change", "pwdLastSet", "0")
add("account-expired", "accountExpires", "1")
add("outside-hours", "logonHours", b"\0" * 21)
add("other-workstation", "userWorkstations", "FRONTDESK")
add("password-expired", "pwdLastSet", "116444736000000000", BYPASS_LAST_SET)
