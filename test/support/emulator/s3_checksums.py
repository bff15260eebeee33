"""
The checksum that a client sends with an object is compared with what came, and kept beside it. moto looks only for one whose algorithm
is named in another header, and believes it.
"""
import base64
import hashlib

from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response

HEADER = "x-amz-checksum-sha256"


class BadDigest(S3ClientError):
    code = 400

    def __init__(self) -> None:
        super().__init__("BadDigest", "The SHA256 you specified did not match the calculated checksum.")


def _compares(original):
    def get_checksum(self, response_headers: dict):
        sent = self.headers.get(HEADER)
        if not sent:
            return original(self, response_headers)
        if sent != base64.b64encode(hashlib.sha256(self.body or b"").digest()).decode():
            raise BadDigest()
        response_headers[HEADER] = sent
        return "SHA256", sent

    return get_checksum


def install() -> None:
    S3Response._get_checksum = _compares(S3Response._get_checksum)
