"""MSAL for Python, unmodified: client credentials with a certificate, once for each thumbprint."""
import json
import sys

import msal

authority, client_id = sys.argv[1:3]
given = json.loads(sys.stdin.readline())
certificate = {"private_key": given["privateKeyPem"], "public_certificate": given["certificatePem"]}


def ask(credential):
    app = msal.ConfidentialClientApplication(
        client_id, client_credential=credential, authority=authority, instance_discovery=False
    )
    answer = app.acquire_token_for_client(["https://graph.microsoft.com/.default"])
    return answer.get("error_description")


print(json.dumps([ask(certificate), ask({**certificate, "thumbprint": given["thumbprint"]})]))
