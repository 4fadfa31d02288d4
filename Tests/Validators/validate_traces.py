#!/usr/bin/env python3
"""Holds OTLP/HTTP JSON bodies, one a line, against OpenTelemetry's own protobuf definitions, and each trace's spans against one another.

    validate_traces.py --jsonl FILE
"""
import base64
import json
import re
import sys

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

IDS = {"traceId": 32, "spanId": 16, "parentSpanId": 16}


def with_bytes(value, problems):
    """OTLP's JSON has ids in hexadecimal where protobuf's own has base64."""
    if isinstance(value, list):
        return [with_bytes(item, problems) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, item in value.items():
        if key in IDS:
            if not re.fullmatch(f"[0-9a-f]{{{IDS[key]}}}", item) or not item.strip("0"):
                problems.append(f"{key}: {item}")
            item = base64.b64encode(bytes.fromhex(item)).decode()
        result[key] = with_bytes(item, problems)
    return result


problems, spans = [], []
for line in open(sys.argv[2], encoding="utf-8"):
    try:
        request = json_format.ParseDict(with_bytes(json.loads(line), problems), ExportTraceServiceRequest())
    except json_format.ParseError as error:
        problems.append(str(error))
        continue
    for resource in request.resource_spans:
        if not any(attribute.key == "service.name" and attribute.value.string_value for attribute in resource.resource.attributes):
            problems.append("a resource without service.name")
        spans += [span for scope in resource.scope_spans for span in scope.spans]
by_id = {(span.trace_id, span.span_id): span for span in spans}
if len(by_id) != len(spans):
    problems.append("spans share an id")
for span in spans:
    if not 0 < span.start_time_unix_nano <= span.end_time_unix_nano:
        problems.append(f"{span.name}: from {span.start_time_unix_nano} to {span.end_time_unix_nano}")
    if span.parent_span_id and (span.trace_id, span.parent_span_id) not in by_id:
        problems.append(f"{span.name}: its parent is missing")
print(f"{len(spans)} spans, {len({span.trace_id for span in spans})} traces, {len(problems)} problems")
print("\n".join(problems))
sys.exit(1 if problems or not spans else 0)
