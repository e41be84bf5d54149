"""Every table, one file each. Import models from here."""

from idp.store.models.audit_check import AuditCheck
from idp.store.models.audit_record import AuditRecord
from idp.store.models.authorization import Authorization
from idp.store.models.backchannel_request import BackchannelRequest
from idp.store.models.banner import Banner
from idp.store.models.base import Base
from idp.store.models.breach import Breach, BreachNote
from idp.store.models.browser_session import BrowserSession
from idp.store.models.change_request import ChangeRequest
from idp.store.models.citizen import Citizen
from idp.store.models.client import Client
from idp.store.models.client_secret_use import ClientSecretUse
from idp.store.models.client_version import ClientVersion
from idp.store.models.coach_check import CoachCheck
from idp.store.models.consent import Consent
from idp.store.models.device import Device
from idp.store.models.device_authorization import DeviceAuthorization
from idp.store.models.event_count import EventCount
from idp.store.models.idempotent_answer import IdempotentAnswer
from idp.store.models.incident import Incident
from idp.store.models.initial_access_token import InitialAccessToken
from idp.store.models.installation_secret import InstallationSecret
from idp.store.models.message import Message
from idp.store.models.officer import Officer
from idp.store.models.one_time_code import OneTimeCode
from idp.store.models.operator import Operator
from idp.store.models.operator_enrolment import OperatorEnrolment
from idp.store.models.operator_passkey import OperatorPasskey
from idp.store.models.operator_session import OperatorSession
from idp.store.models.outbox_entry import DeliveryState, OutboxEntry
from idp.store.models.passkey_challenge import PasskeyChallenge
from idp.store.models.pending_authorization import PendingAuthorization
from idp.store.models.pending_verification import PendingVerification
from idp.store.models.protocol_call import ProtocolCall
from idp.store.models.pushed_request import PushedRequest
from idp.store.models.recovery_attempt import RecoveryAttempt
from idp.store.models.recovery_code import RecoveryCode
from idp.store.models.refresh_token import RefreshToken
from idp.store.models.registration import Registration
from idp.store.models.revision import Revision
from idp.store.models.revoked_token import RevokedToken
from idp.store.models.running_process import RunningProcess
from idp.store.models.schema_step import SchemaStep
from idp.store.models.sent_warning import SentWarning
from idp.store.models.sign_in_attempt import SignInAttempt
from idp.store.models.signing_key import SigningKey
from idp.store.models.throttle import ThrottleCount
from idp.store.models.unit import Unit
from idp.store.models.used_assertion import UsedAssertion

__all__ = [
    "AuditCheck",
    "AuditRecord",
    "Authorization",
    "BackchannelRequest",
    "Banner",
    "Base",
    "Breach",
    "BreachNote",
    "BrowserSession",
    "ChangeRequest",
    "Citizen",
    "Client",
    "ClientSecretUse",
    "ClientVersion",
    "CoachCheck",
    "Consent",
    "DeliveryState",
    "Device",
    "DeviceAuthorization",
    "EventCount",
    "IdempotentAnswer",
    "Incident",
    "InitialAccessToken",
    "InstallationSecret",
    "Message",
    "Officer",
    "OneTimeCode",
    "Operator",
    "OperatorEnrolment",
    "OperatorPasskey",
    "OperatorSession",
    "OutboxEntry",
    "PasskeyChallenge",
    "PendingAuthorization",
    "PendingVerification",
    "ProtocolCall",
    "PushedRequest",
    "RecoveryAttempt",
    "RecoveryCode",
    "RefreshToken",
    "Registration",
    "Revision",
    "RevokedToken",
    "RunningProcess",
    "SchemaStep",
    "SentWarning",
    "SignInAttempt",
    "SigningKey",
    "ThrottleCount",
    "Unit",
    "UsedAssertion",
]
