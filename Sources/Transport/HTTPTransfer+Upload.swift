import CCurl

extension Transfer {
    /// Has curl read the body from a file. It may ask for it again, when a connection that was kept turns out to be closed.
    func send(_ file: UploadFile) {
        let context = Unmanaged.passUnretained(file).toOpaque()
        vg_curl_set_long(easy, CURLOPT_UPLOAD, 1)
        vg_curl_set_size(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(file.size))
        vg_curl_set_callback(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return Int(CURL_READFUNC_ABORT) }
            let file = Unmanaged<UploadFile>.fromOpaque(context).takeUnretainedValue()
            return file.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count)) ?? Int(CURL_READFUNC_ABORT)
        }
        vg_curl_set_pointer(easy, CURLOPT_READDATA, context)
        vg_curl_set_seek(easy) { context, offset, _ in
            guard let context else { return CURL_SEEKFUNC_FAIL }
            return Unmanaged<UploadFile>.fromOpaque(context).takeUnretainedValue().seek(to: Int(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
        }
        vg_curl_set_pointer(easy, CURLOPT_SEEKDATA, context)
    }

    /// Has curl sign the request. It signs every header given, so none may be given that isn't sent (`Expect:` without a value).
    func sign(_ signature: AWSSignature) {
        vg_curl_set_text(easy, CURLOPT_AWS_SIGV4, "aws:amz:\(signature.region):\(signature.service)")
        vg_curl_set_text(easy, CURLOPT_USERNAME, signature.accessKey)
        vg_curl_set_text(easy, CURLOPT_PASSWORD, signature.secretKey)
    }
}
