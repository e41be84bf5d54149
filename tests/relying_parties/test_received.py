"""Which members of a registration are an application's to say, and which are ours to decide."""

from idp.relying_parties.metadata import MEMBERS
from idp.relying_parties.received import FOLLOWS, OURS, THEIRS

NEITHER = {"client_id", "client_secret"}
"""Made here, whatever was sent."""


def test_every_member_is_theirs_or_ours():
    assert THEIRS | {*OURS, *FOLLOWS} | NEITHER == set(MEMBERS)
    assert not THEIRS & set(OURS)


def test_nothing_that_opens_doors_is_theirs():
    """A new member has to be looked at: may an application say this of itself? If so, it is put into this list."""
    said = """
        application_type redirect_uris response_types grant_types scope contacts profile
        client_name client_name#vi client_name#en client_uri client_uri#vi client_uri#en logo_uri logo_uri#vi
        logo_uri#en policy_uri policy_uri#vi policy_uri#en tos_uri tos_uri#vi tos_uri#en software_id software_version
        jwks jwks_uri subject_type sector_identifier_uri token_endpoint_auth_method token_endpoint_auth_signing_alg
        id_token_signed_response_alg default_max_age require_auth_time default_acr_values initiate_login_uri
        post_logout_redirect_uris backchannel_logout_uri backchannel_logout_session_required frontchannel_logout_uri
        frontchannel_logout_session_required
        authorization_signed_response_alg authorization_encrypted_response_alg authorization_encrypted_response_enc
        id_token_encrypted_response_alg id_token_encrypted_response_enc userinfo_signed_response_alg
        userinfo_encrypted_response_alg userinfo_encrypted_response_enc introspection_signed_response_alg
        introspection_encrypted_response_alg introspection_encrypted_response_enc request_object_signing_alg
        request_uris require_signed_request_object require_pushed_authorization_requests
        dpop_bound_access_tokens require_dpop_nonce tls_client_certificate_bound_access_tokens
        backchannel_token_delivery_mode backchannel_client_notification_endpoint backchannel_user_code_parameter
        backchannel_authentication_request_signing_alg tls_client_auth_subject_dn tls_client_auth_san_dns
        tls_client_auth_san_uri tls_client_auth_san_ip tls_client_auth_san_email
    """.split()

    assert sorted(THEIRS - set(said)) == []
