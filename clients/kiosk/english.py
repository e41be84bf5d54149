"""The kiosk's sentences in English."""

ENGLISH = {
    "Máy tự phục vụ": "Self-service kiosk",
    "Trung tâm Phục vụ hành chính công": "Public Administrative Service Centre",
    "Máy tự phục vụ: không gõ mật khẩu ở đây": "Self-service kiosk: type no password here",
    "Dùng điện thoại của Ông/Bà để đăng nhập. Máy này không hỏi và không thấy mật khẩu.": (
        "Use your phone to sign in. This machine does not ask for your password and never sees it."
    ),
    "Bắt đầu": "Begin",
    "Chưa có điện thoại hoặc tài khoản? Vui lòng hỏi cán bộ tại Bộ phận Một cửa.": (
        "No phone or no account? Please ask at the one-stop desk."
    ),
    "Đăng nhập bằng điện thoại": "Sign in with your phone",
    "Quét mã QR này bằng điện thoại, hoặc mở trang %(address)s và nhập mã:": (
        "Scan this QR code with your phone, or open %(address)s and enter the code:"
    ),
    "Mã QR mở trang nhập mã trên điện thoại": "QR code that opens the page for the code on your phone",
    "Đăng nhập trên điện thoại, xem ai hỏi và hỏi gì, rồi chọn số này:": (
        "Sign in on your phone, look who asks for what, then choose this number:"
    ),
    "Màn hình này tự tiếp tục. Đang chờ điện thoại…": "This screen goes on by itself. Waiting for the phone…",
    "Kiểm tra ngay": "Check now",
    "Không đọc mã hoặc số này cho ai qua điện thoại.": "Do not read this code or number to anybody on the phone.",
    "Dừng lại": "Stop",
    "Xin chào": "Hello",
    "Ông/Bà đã đăng nhập trên máy này. Máy chỉ nhận họ và tên.": (
        "You are signed in on this machine. It received your name only."
    ),
    "Phiên này tự kết thúc sau 5 phút.": "This session ends by itself after 5 minutes.",
    "Kết thúc phiên và xóa dữ liệu trên máy này": "End session and clear this computer",
    "Đã xóa toàn bộ phiên đăng nhập trên máy này": "All sessions on this computer were cleared",
    "Người tiếp theo có thể dùng máy.": "The machine is ready for the next person.",
    "Không có gì được gửi đến máy này": "Nothing was sent to this machine",
    "Yêu cầu đã bị từ chối trên điện thoại, hoặc số đã chọn không khớp.": (
        "The request was refused on the phone, or the number chosen does not match."
    ),
    "Mã đã hết hạn": "The code has expired",
    "Mã có hiệu lực 10 phút. Vui lòng lấy mã mới.": "A code is valid for 10 minutes. Please get a new one.",
    "Lấy mã mới": "Get a new code",
    "Không thực hiện được": "This could not be done",
}
