"""The units of the invented province: its departments, a handful of communes, and shared platforms."""

from idp.operators.units import UnitKind, Wish

_D, _C, _P = UnitKind.DEPARTMENT.value, UnitKind.COMMUNE.value, UnitKind.PLATFORM.value

UNITS = (
    Wish(
        "Văn phòng Ủy ban nhân dân tỉnh", "Office of the People's Committee", _D, ("vpubnd.anlien.example",)
    ),
    Wish("Sở Nội vụ", "Department of Home Affairs", _D, ("sonoivu.anlien.example",)),
    Wish("Sở Tài chính", "Department of Finance", _D, ("sotaichinh.anlien.example",)),
    Wish("Sở Xây dựng", "Department of Construction", _D, ("soxaydung.anlien.example",)),
    Wish(
        "Sở Nông nghiệp và Môi trường",
        "Department of Agriculture and Environment",
        _D,
        ("sonnmt.anlien.example",),
    ),
    Wish("Sở Công Thương", "Department of Industry and Trade", _D, ("socongthuong.anlien.example",)),
    Wish("Sở Khoa học và Công nghệ", "Department of Science and Technology", _D, ("sokhcn.anlien.example",)),
    Wish("Sở Giáo dục và Đào tạo", "Department of Education and Training", _D, ("sogddt.anlien.example",)),
    Wish("Sở Y tế", "Department of Health", _D, ("soyte.anlien.example",)),
    Wish("Sở Tư pháp", "Department of Justice", _D, ("sotuphap.anlien.example",)),
    Wish(
        "Sở Văn hóa, Thể thao và Du lịch",
        "Department of Culture, Sports and Tourism",
        _D,
        ("sovhttdl.anlien.example",),
    ),
    Wish(
        "Sở Dân tộc và Tôn giáo", "Department of Ethnic and Religious Affairs", _D, ("sodttg.anlien.example",)
    ),
    Wish("Sở Ngoại vụ", "Department of Foreign Affairs", _D, ("songoaivu.anlien.example",)),
    Wish("Thanh tra tỉnh", "Provincial Inspectorate", _D, ("thanhtra.anlien.example",)),
    Wish("Phường Sen Hồng", "Sen Hồng ward", _C, ("senhong.anlien.example",)),
    Wish("Phường Bến Đò", "Bến Đò ward", _C, ("bendo.anlien.example",)),
    Wish("Xã Lung Mây", "Lung Mây commune", _C, ("lungmay.anlien.example",)),
    Wish("Xã Rạch Trầu", "Rạch Trầu commune", _C, ("rachtrau.anlien.example",)),
    Wish("Xã Gò Sậy", "Gò Sậy commune", _C, ("gosay.anlien.example",)),
    Wish(
        "Trung tâm Phục vụ hành chính công tỉnh",
        "Provincial Public Service Centre",
        _P,
        ("ttpvhcc.anlien.example",),
    ),
    Wish("Ngân hàng An Liên", "An Liên Bank", _P),
)
"""Fourteen departments, five communes, two that serve all."""
