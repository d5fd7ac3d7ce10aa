"""A journey through every action, with files, by API and by browser; everything personal in it is remembered.

What people write is a sentence of its own each time, so that a dump can be searched for every one of them.
"""

import http.cookiejar
import re
import urllib.parse
import urllib.request
import uuid
from typing import Any

from tests.dossier_factories import AT_ONCE, PAPERS, PAYING, STANDARD
from tests.dossiers.drawn import LINKED_STEP
from tests.factories import PASSWORD
from tests.files import samples
from tests.proof.world import World

PERSON = {
    "name": "Trần Thị Hương Mẫu", "identity_number": "046190000318", "phone": "0912345274",
    "email": "huong.mau.1990@thu-nghiem.example", "address": "Kiệt 77 đường Rừng Thông Xanh",
}  # fmt: skip
SUBMITTER = {
    "name": "Lê Quang Đại Diện", "identity_number": "046085011227", "phone": "0987112366",
    "email": "daidien.le@thu-nghiem.example", "address": "Nhà số 9 xóm Bến Đò Cũ",
}  # fmt: skip
NUMBERS = [each[name] for each in (PERSON, SUBMITTER) for name in ("identity_number", "phone", "email", "address")]
# Documented: names of people and of papers, and the public columns of the registers, are not encrypted.
OPEN_NAMES = [PERSON["name"], SUBMITTER["name"], "Giấy tờ chứng minh", "Người nhận thay Nguyễn Mẫu", "Trích yếu của sổ"]


class Journey:
    """Walks; `secrets` are the texts that nobody may find in the database, the storage or the logs."""

    def __init__(self, world: World) -> None:
        self.world, self.secrets, self.done = world, [*NUMBERS], set()  # type: ignore[var-annotated]
        self.codes: list[str] = []

    def say(self, about: str) -> str:
        """Return a sentence that was never said before."""
        self.secrets.append(f"{about} riêng tư số {len(self.secrets)} nhà bà Mẫu")
        return str(self.secrets[-1])

    def api(self, who: str, method: str, path: str, body: Any = None, *, expect: int = 200) -> Any:
        with self.world.connection(f"A.{who}") as connection:
            status, answer = connection.call(method, path, body)
        assert status == expect, (who, method, path, answer)
        return answer

    def upload(self, who: str, content: bytes, name: str, purpose: str = "submitted") -> str:
        """Keep a file by multipart; returns its id."""
        body, headers = multipart({}, {"file": (name, content)})
        with self.world.connection(f"A.{who}") as connection:
            status, _, answer = connection.send_raw("POST", f"/api/v1/files?purpose={purpose}", body, headers)
        assert status == 201, answer
        found = re.search(rb'"id":\s*"([0-9a-f-]{36})"', answer)
        assert found is not None
        return found[1].decode()

    def take_in(self, procedure: str, channel: str = "counter", **more: Any) -> str:
        """Hand a dossier in; returns its code."""
        body = {"agency": self.world.accounts["A.clerk"]["agency"], "procedure": procedure, "channel": channel}
        body |= {"applicant": PERSON, "papers": PAPERS, "note": self.say("Ghi chú")}
        body |= {"idempotency_key": uuid.uuid4().hex} | more
        made = self.api("clerk", "POST", "/dossiers", body, expect=201)
        assert self.api("clerk", "POST", "/dossiers", body, expect=201) == made
        self.codes.append(made["code"])
        return str(made["code"])

    def act(self, who: str, code: str, action: str, **inputs: Any) -> None:
        """Do one action as it stands now."""
        version = self.api(who, "GET", f"/dossiers/{code}")["version"]
        body = {"version": version, "inputs": inputs, "note": self.say("Lời nhắn")}
        if action in ("propose", "correct_result"):  # their text is the note
            body["note"] = ""
        self.api(who, "POST", f"/dossiers/{code}/actions/{action}", body)
        self.done.add(action)

    def walk(self) -> None:
        """Every action once at least."""
        self.from_counter_to_corrected_result()
        self.what_the_desk_answers()
        self.how_it_else_ends()
        self.what_others_are_asked()
        self.to_another_office()
        self.by_browser()
        self.late_with_apology()

    def from_counter_to_corrected_result(self) -> None:
        scan = samples.pdf(text="Don xin phep cua Huong, so 046190000318")
        file = self.upload("clerk", scan, f"CCCD {PERSON['identity_number']} {PERSON['address']}.pdf")
        papers = [{"name": "Giấy tờ chứng minh", "copies": 1, "file": file}, *PAPERS]
        code = self.take_in(STANDARD, papers=papers, submitter=SUBMITTER, submitter_role="con gái")
        accounts = self.world.accounts
        self.act("clerk", code, "hand_over")
        self.act("head", code, "assign", person=accounts["A.specialist"]["username"])
        leader = accounts["A.leader"]["username"]
        self.act("specialist", code, "consult", person=leader, question=self.say("Câu hỏi"))
        self.act("leader", code, "answer", text=self.say("Câu trả lời"))
        self.act("specialist", code, "request_supplement", papers=["Bản vẽ"], reason=self.say("Lý do bổ sung"))
        self.act("clerk", code, "resume", papers=[{"name": "Bản vẽ", "originals": 1}])
        self.act("head", code, "suspend", basis="Khoản 2 Điều 9 của quy định thử")
        self.act("head", code, "resume")
        self.act("head", code, "extend", due="2026-04-24", reason=self.say("Lý do chậm"))
        self.act("specialist", code, "propose", text=self.say("Đề xuất"))
        self.act("head", code, "approve")
        self.act("leader", code, "sign", template="result", abstract="Trích yếu của sổ")
        self.act("registry", code, "hand_over")
        self.act("clerk", code, "return_result", receiver="Người nhận thay Nguyễn Mẫu", means="at_desk")
        right = self.upload("leader", samples.pdf(text="Ket qua dung 0912345274"), "kết quả.pdf", "result")
        self.act("leader", code, "correct_result", reason=self.say("Sai sót"), file=right)
        self.act("clerk", code, "deliver_correction", receiver="Người nhận thay Nguyễn Mẫu", means="at_desk")
        self.look_at(code)

    def look_at(self, code: str) -> None:
        """Papers, tracking, events: reading leaves traces too."""
        whole = self.api("clerk", "GET", f"/dossiers/{code}")
        self.api("clerk", "GET", f"/dossiers/{code}/events")
        with self.world.connection("A.clerk") as connection:
            for form in whole["documents"]:
                assert connection.send_raw("GET", f"/api/v1/dossiers/{code}/documents/{form}.pdf")[2][:5] == b"%PDF-"
        for check, expect in ((PERSON["phone"][-4:], 200), ("0000", 404)):
            self.api("clerk", "GET", f"/tracking/{code}?check={check}", expect=expect)

    def what_the_desk_answers(self) -> None:
        code = self.take_in(STANDARD, "online")
        self.act("clerk", code, "request_supplement", papers=["Ảnh"], reason=self.say("Lý do chưa nhận"))
        self.act("clerk", code, "resume", papers=[{"name": "Ảnh", "originals": 2}])
        self.act("clerk", code, "receive")
        self.act("clerk", code, "withdraw", reason=self.say("Lý do rút"))
        code = self.take_in(STANDARD, "online")
        self.act("clerk", code, "refuse", reason=self.say("Lý do từ chối"))
        self.look_at(code)

    def how_it_else_ends(self) -> None:
        code = self.take_in(PAYING)
        self.act("cashier", code, "collect_fee", method="transfer", transaction="GD-2026-1")
        self.act("clerk", code, "stop", reason=self.say("Lý do dừng"))
        code = self.take_in(PAYING)
        self.act("leader", code, "waive_fee", reason=self.say("Lý do miễn"))
        code = self.take_in(AT_ONCE)
        signer = self.world.accounts["A.leader"]["username"]
        self.act("clerk", code, "settle_at_once", signer=signer, receiver=PERSON["name"], template="result")

    def what_others_are_asked(self) -> None:
        """Opinions reminded of, declined, gone on without, taken back, answered by a colleague."""
        accounts, code = self.world.accounts, self.take_in(STANDARD)
        leader, specialist = (accounts[f"A.{who}"]["username"] for who in ("leader", "specialist"))
        self.act("clerk", code, "hand_over")
        self.act("specialist", code, "consult", person=leader, question=self.say("Câu hỏi bắt buộc"), mandatory=True)
        self.act("specialist", code, "remind_opinion")
        self.act("leader", code, "decline_opinion", reason=self.say("Lý do không trả lời"))
        self.act("head", code, "waive_opinion", reason=self.say("Lý do không chờ"))
        self.act("specialist", code, "consult", person=leader, question=self.say("Câu hỏi rút lại"))
        self.act("specialist", code, "revoke_opinion", reason=self.say("Lý do thu hồi"))
        self.act("specialist", code, "propose", text=self.say("Đề xuất"))
        self.act("head", code, "approve")
        division = accounts["A.leader"]["division"]
        self.act("leader", code, "consult", agency=division, question=self.say("Câu hỏi của lãnh đạo"))
        self.act("head", code, "forward_opinion", person=specialist)
        self.act("specialist", code, "answer", text=self.say("Trả lời thay"))

    def to_another_office(self) -> None:
        code = self.take_in(LINKED_STEP)
        self.act("police", code, "take_over")
        unit = self.world.accounts["B.police"]["unit"]
        self.act("police", code, "redirect", agency=unit, reason=self.say("Lý do chuyển"))

    def late_with_apology(self) -> None:
        code = self.take_in(STANDARD)
        self.act("clerk", code, "hand_over")
        self.api("clerk", "PUT", "/demo/clock", {"now": "2026-05-06T09:00:00+07:00"})
        self.act("specialist", code, "draft_apology", due="2026-05-13", reason=self.say("Bản thảo xin lỗi"))
        self.act("head", code, "apologise", due="2026-05-14", reason=self.say("Lời xin lỗi"))

    def by_browser(self) -> None:
        """A draft with a file, received from the draft; looked up, searched, unmasked, and wrong log-ins."""
        clerk = Browser(self.world)
        username = self.world.accounts["A.clerk"]["username"]
        for name, password in ((PERSON["identity_number"], PASSWORD), (username, self.say("Mật khẩu nhầm"))):
            clerk.post("/dang-nhap/", {"username": name, "password": password}, expect=(403, 422, 429))
        clerk.post("/dang-nhap/", {"username": username, "password": PASSWORD})
        page = self.sheet(STANDARD, a_address=PERSON["address"])
        scan = {"p0-file": (f"{PERSON['phone']}.pdf", samples.pdf(text="Ban nhap 046190000318"))}
        clerk.post("/tiep-nhan/", page | {"deed": "look_up"})
        clerk.post("/tiep-nhan/", page | {"deed": "draft"}, scan)
        ((draft,),) = self.world.ask("SELECT id FROM dossiers_dossier WHERE state = 'draft'")
        clerk.post("/tiep-nhan/", page | self.opened(draft) | {"deed": "draft"})
        clerk.get(f"/tiep-nhan/?draft={draft}")
        received = clerk.post("/tiep-nhan/", page | self.opened(draft) | {"deed": "receive"})
        if "/da-nhan/" not in received:  # the same person has an open dossier: the clerk sees it and goes on
            seen = {"confirmed": hidden(clerk.page, "confirmed"), "deed": "receive"}
            received = clerk.post("/tiep-nhan/", page | self.opened(draft) | seen)
        code = received.partition("/da-nhan/")[2].strip("/")
        clerk.post(f"/xu-ly/ho-so/{code}/dinh-danh/", {"why": "đối chiếu"}, expect=(200, 302, 303, 422))
        clerk.get(f"/xu-ly/ho-so/{code}/")
        clerk.get(f"/xu-ly/ho-so/?q={urllib.parse.quote(PERSON['name'])}")
        clerk.post("/tra-cuu/", {"code": code, "check": PERSON["phone"][-4:]})

    def opened(self, draft: int) -> dict[str, str]:
        """Return what a page made from a draft sends besides what is typed."""
        ((version,),) = self.world.ask("SELECT version FROM dossiers_dossier WHERE id = %s", draft)
        return {"draft": str(draft), "draft_version": str(version), "key": str(uuid.uuid4())}

    def sheet(self, procedure: str, **more: str) -> dict[str, str]:
        """Return the intake page filled in for ward A, as tests/counter sends it."""
        ((edition,),) = self.world.ask(
            "SELECT e.id FROM procedures_edition e JOIN agencies_agency o ON o.id = e.office_id"
            " WHERE e.code = %s AND %s LIKE o.code || '%%'",
            procedure,
            self.world.accounts["A.clerk"]["agency"],
        )
        page = {
            "key": str(uuid.uuid4()), "edition": str(edition), "case": "", "rows_of": f"{edition}:", "q": "",
            "channel": "counter", "delivery": "at_desk", "subject": "", "a-kind": "person",
        }  # fmt: skip
        page |= {f"a-{name}": value for name, value in PERSON.items()}
        page |= {"row": "0", "p0-taken": "on", "p0-name": "Tờ khai", "p0-code": "", "p0-required": "on"}
        return page | {"p0-originals": "1", "p0-copies": "0"}


class Browser:
    """A browser without scripts: cookies, forms with their token; `page` is the last one seen."""

    def __init__(self, world: World) -> None:
        self.base = f"http://127.0.0.1:{world.port}"
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Kept())
        self.page = ""
        self.get("/dang-nhap/")

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(self.base + path), (200,))

    def post(
        self,
        path: str,
        fields: dict[str, str],
        files: dict[str, tuple[str, bytes]] | None = None,
        *,
        expect: tuple[int, ...] = (200, 409),
    ) -> str:
        """Send a form; returns the address where it led."""
        token = hidden(self.page, "csrfmiddlewaretoken")
        body, headers = multipart(fields | {"csrfmiddlewaretoken": token}, files or {})
        return self._open(
            urllib.request.Request(self.base + path, body, headers | {"Referer": self.base + path}), expect
        )

    def _open(self, request: urllib.request.Request, expect: tuple[int, ...]) -> str:
        with self.opener.open(request, timeout=30) as answer:
            page = answer.read().decode()
            assert answer.status in expect, (request.full_url, answer.status, summary(page))
            if "csrfmiddlewaretoken" in page:
                self.page = page
            return str(answer.url)


def summary(page: str) -> str:
    """Return what an error page says is wrong."""
    found = re.search(r'class="error-summary".*?</ul>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found.group()) if found else page[:500]


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert field is not None, name
    value = re.search(r'value="([^"]*)"', field.group())
    return value[1] if value else ""


class _Kept(urllib.request.HTTPErrorProcessor):
    """Answers of every status are answers; redirects are followed."""

    def http_response(self, request: Any, response: Any) -> Any:
        if response.status in (301, 302, 303):
            return super().http_response(request, response)
        return response


def multipart(fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, dict[str, str]]:
    """Return (body, headers) of a form as browsers send it."""
    edge = uuid.uuid4().hex
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    for name, (file, content) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content)
    body = b"".join(b"--" + edge.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return body + f"--{edge}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={edge}"}
