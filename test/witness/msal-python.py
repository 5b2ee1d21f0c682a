"""MSAL for Python, unmodified: signs in by password and prints what it got, without the tokens."""
import json
import sys

import msal

authority, client_id, user_name = sys.argv[1:4]
host = authority.split("/")[2]
app = msal.PublicClientApplication(
    client_id,
    authority=authority,
    instance_discovery=False,
)
answer = app.acquire_token_by_username_password(
    user_name, sys.stdin.readline().strip(), scopes=["User.Read"]
)
claims = answer.get("id_token_claims", {})
print(json.dumps({"error": answer.get("error_description"), "user": claims.get("preferred_username")}))
