"""One client as a process of its own: `client.py PORT SEED DAY TOKEN AGENCY TOKEN AGENCY`, then a line; no libraries.

Hands dossiers in at both desks, some of them wrong in a way that shows only after the number was taken, until a few
have a code of DAY (yymmdd). Prints JSON: {"codes": […], "refused": how many, "trouble": [other answers]}.
"""

import http.client
import json
import random
import sys

MOST = 200  # requests of one client
AFTER = 4  # dossiers of one client on the new day


def main(port: int, seed: int, new: str, desks: list[tuple[str, str]]) -> dict:
    dice, connection = random.Random(seed), http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    codes, trouble, refused, after = [], [], 0, 0
    for turn in range(MOST):
        token, agency = dice.choice(desks)
        wrong = dice.random() < 0.4
        body = {"agency": agency, "procedure": "9.000001", "papers": [{"name": "Tờ khai", "originals": 1}]}
        body |= {
            "applicant": {"name": "Trần Thị Mẫu"},
            "idempotency_key": f"{seed}-{turn}" if dice.random() < 0.5 else "",
        }
        body |= {"paper_received_at": "2030-01-01T08:00:00+07:00", "note": "sổ giấy"} if wrong else {}
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request("POST", "/api/v1/dossiers", json.dumps(body), headers)
        answer = connection.getresponse()
        given = json.loads(answer.read())
        if wrong and (answer.status, given.get("code")) == (422, "in_the_future"):
            refused += 1
        elif not wrong and answer.status == 201:
            codes.append(given["code"])
            after += given["code"].rsplit("-", 2)[1] == new
            if after == AFTER:
                break
        else:
            trouble.append([answer.status, given])
    connection.close()
    return {"codes": codes, "refused": refused, "trouble": trouble}


if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    port, seed, new, *words = sys.argv[1:]
    print(json.dumps(main(int(port), int(seed), new, list(zip(words[::2], words[1::2], strict=True)))))
