"""The kit's sentences in English."""

ENGLISH = {
    "Bỏ qua, đến nội dung chính": "Skip to the main content",
    "Môi trường thử nghiệm. Vui lòng không nhập thông tin thật.": (
        "Demonstration. Please do not enter real information."
    ),
    "Ngôn ngữ": "Language",
    "Mục chính": "Main sections",
    "Lỗi:": "Error:",
    "Đăng nhập": "Sign in",
    "Đăng nhập lại": "Sign in again",
    "Đăng xuất": "Sign out",
    "Đang đăng nhập:": "Signed in:",
    "Tài khoản Sen ID": "Sen ID account",
    "Về trang đầu": "To the first page",
    "Thử lại": "Try again",
    "Tổng đài hỗ trợ": "Support line",
    "7:00–21:00 mỗi ngày.": "7:00–21:00 every day.",
    "Cán bộ không bao giờ hỏi mật khẩu hoặc mã xác thực của Ông/Bà.": (
        "Officials never ask for your password or code."
    ),
    "Cần đăng nhập để xem trang này": "This page needs you to sign in",
    "Ông/Bà đã đăng xuất": "You have been signed out",
    "Phiên làm việc ở đây đã kết thúc vì Ông/Bà đã đăng xuất ở một ứng dụng khác hoặc ở trang tài khoản.": (
        "The session here has ended, because you signed out in another application or on your account page."
    ),
    "Ông/Bà sẽ được chuyển đến cổng đăng nhập dùng chung của tỉnh. Ứng dụng này không bao giờ thấy mật khẩu.": (
        "You will be taken to the province's shared sign-in. This application never sees your password."
    ),
    "Nếu đang đăng nhập ở một ứng dụng khác của tỉnh, Ông/Bà không phải nhập lại mật khẩu.": (
        "If you are signed in to another application of the province, you will not type your password again."
    ),
    "Đã đăng xuất": "Signed out",
    "Ông/Bà đã đăng xuất khỏi ứng dụng này và khỏi cổng đăng nhập. Các ứng dụng khác cũng đã được báo.": (
        "You are signed out of this application and of the shared sign-in. Other applications have been told."
    ),
    "Ở ứng dụng này Ông/Bà không còn đăng nhập. Trên máy dùng chung, vui lòng đóng trình duyệt.": (
        "You are no longer signed in to this application. On a shared computer, please close the browser."
    ),
    "Ông/Bà đã đăng nhập bằng một tài khoản khác": "You have signed in with another account",
    "Người vừa đăng nhập là %(name)s.": "The person now signed in is %(name)s.",
    "một người khác": "somebody else",
    "Nội dung đang soạn thuộc về tài khoản trước và vẫn được giữ cho tài khoản đó. Không có gì được chuyển sang.": (
        "What was being written belongs to the earlier account and is kept for it. Nothing was carried over."
    ),
    "Tiếp tục với tài khoản này": "Continue with this account",
    "Không có thông tin nào được gửi đi": "Nothing was sent",
    "Ông/Bà đã không đồng ý, hoặc đã dừng đăng nhập. Các trang công khai vẫn dùng được bình thường.": (
        "You declined, or stopped signing in. The public pages work as before."
    ),
    "Lượt đăng nhập này đã cũ hoặc đã dùng rồi": "This sign-in is too old or was already used",
    "Vui lòng bắt đầu lại. Nếu trang này vẫn hiện ra, vui lòng bật cookie cho trang này.": (
        "Please start again. If this page keeps appearing, please allow cookies for this site."
    ),
    "Không thể hoàn tất đăng nhập": "Sign-in could not be completed",
    "Câu trả lời đăng nhập không hợp lệ nên đã bị từ chối. Ông/Bà không làm gì sai. Vui lòng thử lại.": (
        "The sign-in answer was not valid and was refused. You did nothing wrong. Please try again."
    ),
    "Cổng đăng nhập đã từ chối yêu cầu của ứng dụng này. Ông/Bà không làm gì sai.": (
        "The shared sign-in refused this application's request. You did nothing wrong."
    ),
    "Trang này cần xác thực mức cao hơn": "This page needs a stronger verification",
    (
        "Ông/Bà đã đăng nhập, nhưng chưa xác thực bằng yếu tố thứ hai. Nội dung đã nhập vẫn được giữ. "
        "Nếu chưa có yếu tố thứ hai, vui lòng thêm trong trang tài khoản của cổng đăng nhập."
    ): (
        "You are signed in, but not yet with a second factor. What you typed is kept. "
        "If you have no second factor, please add one on the account page of the shared sign-in."
    ),
    "Cổng đăng nhập đang tạm gián đoạn": "The shared sign-in is interrupted",
    "Đây không phải lỗi của Ông/Bà. Các trang công khai vẫn dùng được. Vui lòng thử lại sau ít phút.": (
        "This is not your fault. The public pages still work. Please try again in a few minutes."
    ),
    "Trang này đã quá hạn": "This page is too old",
    "Vui lòng quay lại trang trước, tải lại trang rồi gửi lại.": (
        "Please go back, reload the page and send it again."
    ),
    "Không tìm thấy trang này": "There is no such page",
    "Địa chỉ có thể đã thay đổi, hoặc trang không dành cho Ông/Bà.": (
        "The address may have changed, or the page is not meant for you."
    ),
    "Nội dung gửi lên quá lớn": "Too much was sent",
    "Vui lòng rút gọn rồi gửi lại.": "Please shorten it and send it again.",
    "Yêu cầu không hợp lệ": "The request is not valid",
    "Vui lòng quay lại trang trước và thử lại.": "Please go back and try again.",
    "Có lỗi ở phía chúng tôi": "Something failed on our side",
    "Lỗi đã được ghi lại. Vui lòng thử lại sau ít phút.": "It has been recorded. Please try again in a few minutes.",
    "Mã tra cứu sự cố:": "Incident reference:",
    "Dành cho bộ phận kỹ thuật": "For the technical team",
    "Cổng đăng nhập trả lời:": "The shared sign-in answered:",
    "Có thông tin cần sửa": "Some information needs correcting",
    "Vui lòng nhập mục này.": "Please fill this in.",
    "Mục này dài quá %(most)s ký tự.": "This is longer than %(most)s characters.",
    "Mục này có ký tự không dùng được.": "This contains characters that cannot be used.",
    "Vui lòng chọn một trong các mục.": "Please choose one of these.",
    "Vui lòng nhập ngày dạng ngày/tháng/năm, ví dụ 08/03/2027.": (
        "Please write the date as day/month/year, for example 08/03/2027."
    ),
    "Ngày này đã qua.": "This day has passed.",
    "(không bắt buộc)": "(optional)",
    "Thông báo xử lý dữ liệu cá nhân": "Personal data processing notice",
    "Điều khoản sử dụng": "Terms of use",
    "Bên kiểm soát dữ liệu: %(unit)s. Khi Ông/Bà đăng nhập, ứng dụng nhận đúng những mục sau, không nhận gì khác.": (
        "Data controller: %(unit)s. When you sign in, the application receives these items and nothing else."
    ),
    "Mục đích sử dụng": "Purpose",
    "Căn cứ pháp lý": "Legal ground",
    "Thời hạn lưu giữ": "Retention period",
    "Sự đồng ý của Ông/Bà; có thể từ chối hoặc rút lại": "Your consent; you may refuse or withdraw it",
    "1 năm": "1 year",
    "%(count)s năm": "%(count)s years",
    "không lưu giữ": "not kept",
    "Ứng dụng không biết gì": "What the application does not know",
    "Mật khẩu; các ứng dụng khác mà Ông/Bà dùng; mã của Ông/Bà ở đơn vị khác.": (
        "Your password; the other applications you use; your identifier at other units."
    ),
    "Xem ai đã nhận dữ liệu của tôi, rút lại sự đồng ý": "See who received my data, withdraw consent",
    "Đây là ứng dụng mẫu của một tỉnh không có thật. Không hồ sơ nào được giải quyết.": (
        "This is a sample application of an invented province. No dossier is settled."
    ),
    "Ông/Bà chịu trách nhiệm về những gì mình khai. Những mục lấy từ dữ liệu dân cư không phải khai lại.": (
        "You answer for what you declare. Items from the population data need not be declared again."
    ),
    "Trên máy dùng chung, vui lòng đăng xuất khi xong việc.": "On a shared computer, please sign out when done.",
    "Số điện thoại, thư điện tử": "Phone number, e-mail",
    "Kết quả xác minh danh tính": "Result of identity proofing",
    "Hồ sơ tại các sở": "Dossiers at the departments",
    "Họ và tên": "Full name",
    "Ngày sinh": "Date of birth",
    "Giới tính": "Sex",
    "Số định danh cá nhân": "Personal identification number",
    "Nơi thường trú": "Permanent residence",
    "Số điện thoại": "Phone number",
    "Thư điện tử": "E-mail",
    "Độ tuổi": "Age",
    "Nam": "Male",
    "Nữ": "Female",
    "Từ 75 tuổi": "75 or over",
    "Từ 60 tuổi": "60 or over",
    "Từ 18 tuổi": "18 or over",
    "Dưới 18 tuổi": "Under 18",
    "Dữ liệu dân cư": "Population data",
    "Ông/Bà đã xác nhận bằng mã": "Confirmed by you with a code",
    "Ông/Bà tự khai": "Declared by you",
    "Tài khoản Sen ID, chưa đối chiếu": "Sen ID account, not checked yet",
}
