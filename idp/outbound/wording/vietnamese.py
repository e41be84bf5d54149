"""Mail and SMS in Vietnamese."""

from idp.outbound.wording.wording import Language, Wording

_CODE_MAIL = """\
{what}

    {code}

Mã có hiệu lực trong {minutes} phút và chỉ dùng được một lần. Không cung cấp mã cho bất kỳ ai, kể cả cán bộ.

Nếu Ông/Bà không yêu cầu mã này, vui lòng bỏ qua thư; chưa có gì thay đổi."""


def _code(subject: str, what: str, sms: str) -> Wording:
    return Wording(subject, _CODE_MAIL.replace("{what}", what), sms)


VIETNAMESE = Language(
    codes={
        "register": _code(
            "Mã xác thực để đăng ký tài khoản",
            "Mã xác thực để đăng ký tài khoản {service} là:",
            "{service}: Mã xác thực để đăng ký là {code}, hiệu lực {minutes} phút.",
        ),
        "add_phone": _code(
            "Mã xác thực số điện thoại",
            "Mã xác thực số điện thoại mới của Ông/Bà là:",
            "{service}: Mã xác thực số điện thoại của Ông/Bà là {code}, hiệu lực {minutes} phút.",
        ),
        "add_email": _code(
            "Mã xác thực thư điện tử",
            "Mã xác thực địa chỉ thư điện tử mới của Ông/Bà là:",
            "{service}: Mã xác thực thư điện tử của Ông/Bà là {code}, hiệu lực {minutes} phút.",
        ),
        "sign_in": _code(
            "Mã xác thực đăng nhập",
            "Mã xác thực để đăng nhập của Ông/Bà là:",
            "{service}: Mã xác thực của Ông/Bà là {code}, hiệu lực {minutes} phút.",
        ),
        "recover": _code(
            "Mã xác thực để khôi phục tài khoản",
            "Mã xác thực để khôi phục tài khoản của Ông/Bà là:",
            "{service}: Mã khôi phục tài khoản của Ông/Bà là {code}, hiệu lực {minutes} phút.",
        ),
    },
    notices={
        "new_device": Wording(
            "Có lượt đăng nhập mới",
            "Có lượt đăng nhập mới: {agent}, lúc {time}.\n\n"
            "Nếu là Ông/Bà, không cần làm gì thêm. Nếu không phải, vui lòng mở trang tài khoản, chọn "
            '"Không phải tôi" và đổi mật khẩu ngay.',
            "{service}: Có lượt đăng nhập mới ({agent}) lúc {time}. Không phải Ông/Bà? Đổi mật khẩu ngay.",
        ),
        "password_changed": Wording(
            "Mật khẩu đã được đổi",
            "Mật khẩu của tài khoản đã được đổi lúc {time}. Các thiết bị khác đã được đăng xuất.",
            "{service}: Mật khẩu đã được đổi lúc {time}. Không phải Ông/Bà? Gọi {support_line}.",
        ),
        "factor_added": Wording(
            "Đã thêm một cách xác thực hai bước",
            "Tài khoản đã có thêm một cách xác thực hai bước lúc {time}.",
            "{service}: Đã thêm một cách xác thực lúc {time}. Không phải Ông/Bà? Gọi {support_line}.",
        ),
        "factor_removed": Wording(
            "Đã gỡ một cách xác thực hai bước",
            "Một cách xác thực hai bước đã được gỡ khỏi tài khoản lúc {time}.",
            "{service}: Đã gỡ một cách xác thực lúc {time}. Không phải Ông/Bà? Gọi {support_line}.",
        ),
        "codes_renewed": Wording(
            "Đã tạo mã dự phòng mới",
            "Mã dự phòng mới đã được tạo lúc {time}. Các mã cũ không còn dùng được.",
            "{service}: Đã tạo mã dự phòng mới lúc {time}. Không phải Ông/Bà? Gọi {support_line}.",
        ),
        "recovery_code_used": Wording(
            "Một mã dự phòng đã được dùng",
            "Một mã dự phòng đã được dùng để vào tài khoản lúc {time}.",
            "{service}: Một mã dự phòng đã được dùng lúc {time}. Không phải Ông/Bà? Gọi {support_line}.",
        ),
        "account_recovered": Wording(
            "Tài khoản đã được khôi phục",
            "Tài khoản đã được khôi phục và đặt mật khẩu mới lúc {time}. Mọi thiết bị đã được đăng xuất.",
            "{service}: Tài khoản đã được khôi phục lúc {time}. Không phải Ông/Bà? Gọi {support_line}.",
        ),
        "factor_reset": Wording(
            "Xác thực hai bước đã được gỡ theo yêu cầu",
            "Lúc {time}, bộ phận hỗ trợ đã gỡ xác thực hai bước và các mã dự phòng của tài khoản. "
            "Mọi thiết bị đã được đăng xuất.\n\n"
            "Vui lòng đăng nhập và thiết lập lại xác thực hai bước. "
            "Nếu Ông/Bà không yêu cầu việc này, vui lòng gọi tổng đài ngay.",
            "{service}: Xác thực hai bước đã được gỡ lúc {time}. Không phải Ông/Bà yêu cầu? Gọi {support_line}.",
        ),
        "signed_out_by_desk": Wording(
            "Tài khoản đã được đăng xuất khỏi mọi nơi",
            "Lúc {time}, bộ phận hỗ trợ đã đăng xuất tài khoản khỏi mọi thiết bị và ứng dụng.\n\n"
            "Nếu Ông/Bà không yêu cầu việc này, vui lòng gọi tổng đài.",
            "{service}: Tài khoản đã được đăng xuất khỏi mọi nơi lúc {time}. Không phải Ông/Bà? Gọi {support_line}.",
        ),
        "account_let_back": Wording(
            "Tài khoản đã được mở lại",
            "Lúc {time}, tài khoản đã được mở lại. Ông/Bà có thể đăng nhập như trước.",
            "{service}: Tài khoản đã được mở lại lúc {time}.",
        ),
        "contact_changed": Wording(
            "Thông tin liên lạc đã được đổi",
            "Số điện thoại hoặc thư điện tử của tài khoản đã được đổi lúc {time}.",
            "{service}: Thông tin liên lạc đã được đổi lúc {time}. Không phải Ông/Bà? Gọi {support_line}.",
        ),
        "account_exists": Wording(
            "Ông/Bà đã có tài khoản",
            "Lúc {time}, có người dùng địa chỉ này để đăng ký tài khoản {service}. Địa chỉ này đã có tài khoản, "
            'nên không tạo thêm.\n\nNếu là Ông/Bà, vui lòng đăng nhập, hoặc chọn "Quên mật khẩu?" trên trang '
            "đăng nhập. Nếu không phải, không cần làm gì.",
            "{service}: Ông/Bà đã có tài khoản. Vui lòng đăng nhập, hoặc chọn Quên mật khẩu.",
        ),
        "no_account": Wording(
            "Chưa có tài khoản nào dùng địa chỉ này",
            "Lúc {time}, có người muốn khôi phục tài khoản {service} bằng địa chỉ này. Không có tài khoản nào "
            "dùng địa chỉ này.\n\nNếu là Ông/Bà, vui lòng thử số điện thoại hoặc thư điện tử khác, hoặc đăng ký.",
            "{service}: Không có tài khoản nào dùng số này. Vui lòng thử số khác, hoặc đăng ký.",
        ),
        "second_registration": Wording(
            "Có người đăng ký bằng số định danh của Ông/Bà",
            "Lúc {time}, có người đăng ký thêm tài khoản {service} bằng số định danh cá nhân của Ông/Bà. Mỗi người chỉ "
            "có một tài khoản nên không có tài khoản nào được lập thêm.\n\nNếu là Ông/Bà, vui lòng đăng nhập, hoặc "
            'chọn "Quên mật khẩu?" ở trang đăng nhập. Nếu không phải, có người biết số định danh, họ tên và ngày sinh '
            "của Ông/Bà; vui lòng gọi tổng đài.",
            "{service}: Có người đăng ký bằng số định danh của Ông/Bà. Không phải Ông/Bà? Gọi {support_line}.",
        ),
        "registered_elsewhere": Wording(
            "Có tài khoản mới mang tên Ông/Bà",
            "Lúc {time}, một tài khoản {service} đã được tạo với số định danh của Ông/Bà.\n\n"
            "Nếu không phải Ông/Bà tạo, vui lòng gọi tổng đài ngay để khóa tài khoản.",
            "{service}: Có tài khoản mới mang tên Ông/Bà. Không phải Ông/Bà tạo? Gọi {support_line}.",
        ),
        "verification_done": Wording(
            "Đã xác minh danh tính",
            "Thông tin của Ông/Bà đã được đối chiếu với dữ liệu dân cư lúc {time}. Tài khoản đã dùng được cho "
            "mọi dịch vụ.",
            "{service}: Đã xác minh danh tính. Tài khoản dùng được cho mọi dịch vụ.",
        ),
        "verification_failed": Wording(
            "Chưa đối chiếu được thông tin",
            "Chưa đối chiếu được thông tin của Ông/Bà với dữ liệu dân cư. Vui lòng đăng nhập và xem lại số định "
            "danh, họ tên, ngày sinh như trên thẻ.",
            "{service}: Chưa đối chiếu được thông tin. Vui lòng đăng nhập và xem lại.",
        ),
        "approval_asked": Wording(
            "Có yêu cầu đang chờ Ông/Bà xác nhận",
            "Lúc {time}, {application} đề nghị Ông/Bà xác nhận một yêu cầu.\n\n"
            "Nếu Ông/Bà đang làm việc với ứng dụng này, vui lòng tự mở trang tài khoản, chọn "
            '"Yêu cầu" và xem kỹ trước khi trả lời. Nếu không, không cần làm gì: yêu cầu tự hết hạn.',
            "{service}: {application} chờ Ông/Bà xác nhận. Tự mở trang tài khoản, mục Yêu cầu. "
            "Không phải Ông/Bà? Không cần làm gì.",
        ),
        "account_closed": Wording(
            "Tài khoản đã đóng",
            "Tài khoản đã được đóng lúc {time}, theo yêu cầu của Ông/Bà.",
            "{service}: Tài khoản đã đóng lúc {time}. Không phải Ông/Bà? Gọi {support_line}.",
        ),
        "account_suspended": Wording(
            "Tài khoản tạm khóa",
            "Tài khoản đã tạm khóa lúc {time}. Vui lòng liên hệ tổng đài.",
            "{service}: Tài khoản tạm khóa lúc {time}. Vui lòng gọi {support_line}.",
        ),
    },
    greeting="Kính gửi Ông/Bà,",
    footer="""\
{service}, {province}
Tổng đài hỗ trợ: {support_line}, {support_hours} mỗi ngày.

Cán bộ không bao giờ hỏi mật khẩu hoặc mã xác thực của Ông/Bà. Thư này được gửi tự động và không kèm đường dẫn; \
vui lòng tự gõ địa chỉ {issuer} vào trình duyệt.""",
    sms_safety="Không cung cấp mã cho bất kỳ ai, kể cả cán bộ.",
)
