"""What the register releases about one person when a legal ground is named (Law 26/2023, art. 9)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from idp.registry.birth_date import BirthDate
from idp.registry.roles import Household, Represented


class PersonField(StrEnum):
    """Fields that may be asked for, by their names on the wire. Ask for what the purpose needs, nothing else."""

    NAME = "ho_ten"
    OTHER_NAMES = "ten_khac"
    BIRTH_DATE = "ngay_sinh"
    GENDER = "gioi_tinh"
    NUMBER = "so_dinh_danh"
    OLD_NUMBER = "so_cmnd"
    NATIONALITY = "quoc_tich"
    ETHNICITY = "dan_toc"
    RELIGION = "ton_giao"
    BLOOD_GROUP = "nhom_mau"
    MARITAL_STATUS = "hon_nhan"
    BIRTH_REGISTRATION = "noi_dang_ky_khai_sinh"
    HOME_TOWN = "que_quan"
    PERMANENT_ADDRESS = "thuong_tru"
    CURRENT_ADDRESS = "noi_o_hien_tai"
    RELATION_TO_HEAD = "quan_he_chu_ho"
    HOUSEHOLD = "ho_gia_dinh"
    REPRESENTED = "nguoi_duoc_dai_dien"
    PHONE = "dien_thoai"
    EMAIL = "thu_dien_tu"


ALL_FIELDS = frozenset(PersonField)


class Gender(StrEnum):
    """Legal sex; the values are those of the `gender` claim."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"


@dataclass(frozen=True)
class Address:
    """A two-level address of today, with a note where the record still speaks of the old boundaries."""

    province_code: str
    province: str
    ward_code: str
    ward: str
    detail: str
    country: str
    as_of: str
    legacy_district_code: str = ""
    legacy_ward_code: str = ""
    legacy_note: str = ""

    @property
    def formatted(self) -> str:
        """One line, from the house to the province."""
        return ", ".join(part for part in (self.detail, self.ward, self.province) if part)


@dataclass(frozen=True)
class PersonRecord:
    """One person as stored. `None` means not released or not known; the names keep the register's spelling."""

    request_id: str
    as_of: datetime
    family_name: str | None = None
    middle_name: str | None = None
    given_name: str | None = None
    name: str | None = None
    other_names: tuple[str, ...] = ()
    birth_date: BirthDate | None = None
    gender: Gender | None = None
    number: str | None = None
    old_number: str | None = None
    nationality: str | None = None
    ethnicity: str | None = None
    religion: str | None = None
    blood_group: str | None = None
    marital_status: str | None = None
    birth_registration: str | None = None
    home_town: str | None = None
    permanent_address: Address | None = None
    current_address: Address | None = None
    relation_to_head: str | None = None
    household: Household | None = None
    represented: tuple[Represented, ...] = ()
    phone: str | None = None
    email: str | None = None
