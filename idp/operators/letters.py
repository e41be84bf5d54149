"""What mail to operators says. Each letter is written in both languages; places in braces are filled in.

Letters of a part of their own stand beside that part; these are the ones about operators' own accounts.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """One letter in one language, without greeting and footer."""

    subject: str
    body: str


@dataclass(frozen=True)
class Letter:
    """One letter in both languages."""

    vi: Text
    en: Text

    def in_language(self, language: str) -> Text:
        """The letter in a language; Vietnamese for those that are not spoken."""
        return self.en if language == "en" else self.vi


GREETING: Mapping[str, str] = {"vi": "Kính gửi Ông/Bà,", "en": "Dear colleague,"}
FOOTER: Mapping[str, str] = {
    "vi": "{service}, trang quản trị {console}\n"
    "Thư do máy gửi. Không ai hỏi mật khẩu hoặc mã xác thực của Ông/Bà, kể cả người quản trị.",
    "en": "{service}, console {console}\n"
    "This message was sent by a machine. Nobody asks for your password or code, not even an administrator.",
}

INVITED = Letter(
    Text(
        "Lời mời làm việc trên trang quản trị",
        "Ông/Bà được mời mở tài khoản quản trị với vai trò: {role}.\n\n"
        "Mở địa chỉ này để chọn tên đăng nhập, mật khẩu và yếu tố thứ hai:\n\n    {link}\n\n"
        "Địa chỉ dùng được đến {until} và chỉ dùng được một lần. Nếu không chờ thư này, vui lòng bỏ qua.",
    ),
    Text(
        "Invitation to the console",
        "You are invited to open an operator account with the role: {role}.\n\n"
        "Open this address to choose a user name, a password and a second factor:\n\n    {link}\n\n"
        "The address works until {until}, and once. If you do not expect this message, please ignore it.",
    ),
)
SIGNED_UP = Letter(
    Text(
        "Mở tài khoản lập trình viên",
        "Có người, có thể là Ông/Bà, vừa xin mở tài khoản lập trình viên bằng địa chỉ này.\n\n"
        "Mở địa chỉ này để chọn tên đăng nhập, mật khẩu và yếu tố thứ hai:\n\n    {link}\n\n"
        "Địa chỉ dùng được đến {until} và chỉ dùng được một lần. Nếu không phải Ông/Bà, vui lòng bỏ qua.",
    ),
    Text(
        "Open a developer account",
        "Somebody, perhaps you, has asked for a developer account with this address.\n\n"
        "Open this address to choose a user name, a password and a second factor:\n\n    {link}\n\n"
        "The address works until {until}, and once. If it was not you, please ignore this message.",
    ),
)
KNOWN_ALREADY = Letter(
    Text(
        "Ông/Bà đã có tài khoản",
        "Có người, có thể là Ông/Bà, vừa xin mở tài khoản lập trình viên bằng địa chỉ này. Địa chỉ này đã có tài "
        "khoản, tên đăng nhập là {username}.\n\nĐăng nhập tại {console}. Nếu mất yếu tố thứ hai, vui lòng nhờ người "
        "quản trị đơn vị đặt lại.",
    ),
    Text(
        "You already have an account",
        "Somebody, perhaps you, has asked for a developer account with this address. It has one already; its user "
        "name is {username}.\n\nSign in at {console}. If you have lost the second factor, please ask your unit's "
        "administrator to reset it.",
    ),
)
NEW_FACTOR = Letter(
    Text(
        "Thiết lập lại yếu tố thứ hai",
        "Người quản trị đã đặt lại yếu tố thứ hai của tài khoản {username}. Khóa truy cập và ứng dụng tạo mã cũ "
        "không còn dùng được, mọi phiên làm việc đã kết thúc.\n\n"
        "Mở địa chỉ này, nhập mật khẩu, rồi thiết lập yếu tố mới:\n\n    {link}\n\n"
        "Địa chỉ dùng được đến {until} và chỉ dùng được một lần. Nếu Ông/Bà không yêu cầu, vui lòng báo ngay cho "
        "người quản trị.",
    ),
    Text(
        "Set up your second factor again",
        "An administrator has reset the second factor of the account {username}. The former passkeys and "
        "authenticator app no longer work, and every session has ended.\n\n"
        "Open this address, enter your password, then set up a new factor:\n\n    {link}\n\n"
        "The address works until {until}, and once. If you did not ask for this, please tell an administrator now.",
    ),
)
NEW_ADDRESS = Letter(
    Text(
        "Xác nhận địa chỉ thư điện tử",
        "Tài khoản {username} muốn nhận thư ở địa chỉ này. Mở địa chỉ sau để xác nhận:\n\n    {link}\n\n"
        "Địa chỉ dùng được đến {until} và chỉ dùng được một lần. Nếu không phải Ông/Bà, vui lòng bỏ qua.",
    ),
    Text(
        "Confirm your mail address",
        "The account {username} wants to receive mail at this address. Open this to confirm:\n\n    {link}\n\n"
        "It works until {until}, and once. If it was not you, please ignore this message.",
    ),
)
ADDRESS_CHANGED = Letter(
    Text(
        "Địa chỉ thư điện tử đã được đổi",
        "Thư cho tài khoản {username} từ nay gửi đến địa chỉ khác. Nếu Ông/Bà không làm việc này, vui lòng báo ngay "
        "cho người quản trị.",
    ),
    Text(
        "Your mail address was changed",
        "Mail for the account {username} goes to another address from now on. If you did not do this, please tell "
        "an administrator now.",
    ),
)
FACTOR_CHANGED = Letter(
    Text(
        "Cách đăng nhập của tài khoản đã thay đổi",
        "Lúc {time}, cách đăng nhập của tài khoản {username} đã được thay đổi. Nếu Ông/Bà không làm việc này, vui "
        "lòng báo ngay cho người quản trị.",
    ),
    Text(
        "How you sign in has changed",
        "At {time}, the way to sign in to the account {username} was changed. If you did not do this, please tell "
        "an administrator now.",
    ),
)
ROLE_CHANGED = Letter(
    Text(
        "Quyền của tài khoản đã thay đổi",
        "Tài khoản {username} từ nay có vai trò: {role}. Đơn vị: {unit}.",
    ),
    Text(
        "Your rights have changed",
        "The account {username} now has the role: {role}. Unit: {unit}.",
    ),
)

ROLES: Mapping[str, Mapping[str, str]] = {
    "province_administrator": {"vi": "Quản trị tỉnh", "en": "Province administrator"},
    "approver": {"vi": "Người phê duyệt", "en": "Approver"},
    "unit_administrator": {"vi": "Quản trị đơn vị", "en": "Unit administrator"},
    "unit_developer": {"vi": "Lập trình viên của đơn vị", "en": "Unit developer"},
    "help_desk": {"vi": "Hỗ trợ người dân", "en": "Help desk"},
    "auditor": {"vi": "Kiểm toán", "en": "Auditor"},
    "key_custodian": {"vi": "Giữ khóa ký", "en": "Key custodian"},
}
"""What roles are called in mail."""
