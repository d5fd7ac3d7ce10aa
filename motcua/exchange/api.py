"""The API, version 1: /api/v1, described at /api/v1/openapi.json."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.parser import Parser

from motcua.exchange import problems
from motcua.exchange.doors import PostToken
from motcua.exchange.operations import absences, acting, catalogue, demo, dossiers, files, inbox, public, receipts


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


class StrictParser(Parser):
    """JSON as the standard has it: NaN and Infinity are none."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body, parse_constant=_no_constant)


class Api(NinjaAPI):
    """NinjaAPI whose description also knows the shape of problems."""

    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext]) -> ValidationError:
        """Let go of pydantic's errors once they are worded.

        The list stays in a frame that the traceback of a validator's own error leads back to; that error hangs in
        pydantic's, which Python's collector cannot look into: each refused request would be kept for ever.
        """
        found = super().validation_error_from_error_contexts(error_contexts)
        error_contexts.clear()
        return found

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Problem"] = problems.SCHEMA
        for operations in schema["paths"].values():
            for operation in operations.values():
                if "requestBody" in operation:
                    operation["responses"] |= problems.told(415)["responses"]
        return schema


api = Api(
    title="Một Cửa",
    version="1",
    urls_namespace="api-1",
    auth=PostToken(),
    docs_url=None,
    parser=StrictParser(),
    description="Hồ sơ một cửa: tiếp nhận, giải quyết, trả kết quả. Quyền như trên màn hình.",
)
problems.install(api)
for part in (dossiers, acting, files, public, catalogue, inbox, absences, receipts, demo):
    api.add_router("", part.router)
