"""An S3-compatible storage that checks every signature: moto's server with authorisation switched on.

Prints one line of JSON, {port, access, secret}, then answers each line of its input with one of output: what the bucket `recordings`
holds, {key: {size, sha256, type}}. Ends with its input.
"""
import hashlib
import json
import logging
import os
import sys

# Making the user, his key and policy, and the bucket goes unchecked; all that follows is checked.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"
import boto3  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

logging.getLogger("werkzeug").setLevel(logging.ERROR)
output = sys.stdout
sys.stdout = sys.stderr
port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
server.start()
_, port = server.get_host_and_port()


def client(service, access="setup", secret="setup"):
    return boto3.client(
        service, endpoint_url=f"http://127.0.0.1:{port}", region_name="sa-east-1", aws_access_key_id=access, aws_secret_access_key=secret)


iam = client("iam")
iam.create_user(UserName="gateway")
key = iam.create_access_key(UserName="gateway")["AccessKey"]
policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.put_user_policy(UserName="gateway", PolicyName="all", PolicyDocument=json.dumps(policy))
client("s3").create_bucket(Bucket="recordings", CreateBucketConfiguration={"LocationConstraint": "sa-east-1"})
s3 = client("s3", key["AccessKeyId"], key["SecretAccessKey"])


def listing():
    objects = {}
    for entry in s3.list_objects_v2(Bucket="recordings").get("Contents", []):
        found = s3.get_object(Bucket="recordings", Key=entry["Key"])
        body = found["Body"].read()
        objects[entry["Key"]] = {"size": len(body), "sha256": hashlib.sha256(body).hexdigest(), "type": found["ContentType"]}
    return objects


print(json.dumps({"port": port, "access": key["AccessKeyId"], "secret": key["SecretAccessKey"]}), file=output, flush=True)
for line in sys.stdin:
    print(json.dumps(listing()), file=output, flush=True)
