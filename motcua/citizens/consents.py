"""What people agree to, word by word: a version never changes once it was published. Pure.

New words get a new number; whoever agreed to older ones of an account is shown the new ones and asked again.
"""

from dataclasses import dataclass

from motcua.citizens.choices import ConsentKind


@dataclass(frozen=True)
class Text:
    """One version in both languages of the portal; the Vietnamese is the one that counts."""

    version: int
    vi: str
    en: str

    def words(self, language: str) -> str:
        """Return the text as a page of that language shows it."""
        return self.en if language == "en" else self.vi


TEXTS: dict[str, tuple[Text, ...]] = {
    ConsentKind.ACCOUNT: (
        Text(
            1,
            "Tôi đồng ý để cổng giữ họ tên, số điện thoại, thư điện tử, địa chỉ, số định danh và ngày sinh của tôi "
            "trong tài khoản này, chỉ để tôi đăng nhập, nộp và theo dõi hồ sơ của mình và được báo tin. Tôi xem, sửa, "
            "tải về được những dữ liệu ấy. Tôi rút đồng ý được bất cứ lúc nào: khi đó tài khoản không dùng được nữa "
            "cho tới khi tôi đồng ý lại hoặc đóng nó; hồ sơ đã nộp vẫn được giải quyết và lưu theo pháp luật.",
            "I agree that the portal keeps my name, phone number, e-mail, address, identity number and date of birth "
            "in this account, only so that I can sign in, file and follow my applications and be told about them. I "
            "can see, correct and download these data. I can withdraw at any time: the account can then not be used "
            "until I agree again or close it; applications already sent are still settled and kept as the law says.",
        ),
    ),
    ConsentKind.ASSISTED: (
        Text(
            1,
            "Tôi nhờ cán bộ của bộ phận một cửa khai và nộp hồ sơ này trên cổng thay tôi, bằng những gì tôi nói và "
            "giấy tờ tôi đưa. Cán bộ đã đọc lại cho tôi nghe những gì đã khai trước khi nộp. Tôi rút đồng ý được "
            "trước khi hồ sơ được nộp: khi đó những gì đã khai bị xóa.",
            "I ask an official of the one-stop desk to fill in and send this application on the portal for me, from "
            "what I say and the papers I give. The official has read to me what was filled in before sending it. I "
            "can withdraw until the application is sent: what was filled in is then erased.",
        ),
    ),
}


def present_text(kind: str = ConsentKind.ACCOUNT) -> Text:
    """Return the version that is asked for now."""
    return TEXTS[kind][-1]


def text_of(kind: str, version: int) -> Text:
    """Return a version that somebody agreed to; raises StopIteration for one that never was."""
    return next(text for text in TEXTS[kind] if text.version == version)
