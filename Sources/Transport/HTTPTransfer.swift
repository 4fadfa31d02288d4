import CCurl

/// One request on its way: owner of curl's easy handle and of all it points to.
final class Transfer {
    let easy: UnsafeMutableRawPointer
    let completion: HTTPClient.Completion
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var body: [UInt8] = []
    private let limit: Int
    private let upload: UnsafeMutableBufferPointer<UInt8>?
    private let file: UploadFile?

    init(_ request: HTTPRequest, _ completion: @escaping HTTPClient.Completion) throws(HTTPFailure) {
        file = if let path = request.file { try UploadFile(path) } else { nil }
        guard let easy = curl_easy_init() else { throw HTTPFailure(description: "curl has no handle to give") }
        self.easy = easy
        self.completion = completion
        limit = request.maxResponse
        // Without one, curl would not say that its length is zero.
        let body = request.body ?? (["POST", "PUT", "PATCH"].contains(request.method) ? [] : nil)
        upload = (file == nil ? body : nil).map { bytes in
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
            _ = copy.update(from: bytes)
            return copy
        }
        configure(request)
    }

    deinit {
        curl_slist_free_all(headers)
        upload?.deallocate()
        curl_easy_cleanup(easy)
    }

    private func configure(_ request: HTTPRequest) {
        vg_curl_set_text(easy, CURLOPT_URL, request.url)
        vg_curl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
        vg_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        vg_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        vg_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        vg_curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
        vg_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
        vg_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.connectTimeout))
        vg_curl_set_long(easy, CURLOPT_TIMEOUT_MS, Self.milliseconds(request.timeout))
        if request.connection == .fresh { vg_curl_set_long(easy, CURLOPT_FRESH_CONNECT, 1) }
        if let file = request.extraCAFile { vg_curl_set_text(easy, CURLOPT_CAINFO, file) }
        for header in request.headers where !(header.name + header.value).utf8.contains(where: { $0 < 0x20 }) {
            headers = curl_slist_append(headers, "\(header.name): \(header.value)")
        }
        if request.method == "HEAD" { vg_curl_set_long(easy, CURLOPT_NOBODY, 1) }
        if let upload {
            vg_curl_set_long(easy, CURLOPT_POSTFIELDSIZE, request.body?.count ?? 0)
            vg_curl_set_pointer(easy, CURLOPT_POSTFIELDS, upload.baseAddress)
            headers = curl_slist_append(headers, "Expect:")
        }
        if let file { send(file) }
        if let signature = request.signature { sign(signature) }
        vg_curl_set_pointer(easy, CURLOPT_HTTPHEADER, headers)
        vg_curl_set_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
        }
        vg_curl_set_pointer(easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(self).toOpaque())
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        Int(duration.components.seconds) * 1_000 + Int(duration.components.attoseconds / 1_000_000_000_000_000)
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= limit else { return false }
        body.append(contentsOf: bytes)
        return true
    }

    func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPFailure> {
        guard code == CURLE_OK else {
            let isTooLong = code == CURLE_WRITE_ERROR
            return .failure(isTooLong ? HTTPFailure(description: "the response is longer than \(limit) bytes", kind: .garbled) : HTTPFailure(code))
        }
        var status = 0
        vg_curl_status(easy, &status)
        return .success(HTTPResponse(status: status, body: body, date: header("Date")))
    }

    private func header(_ name: String) -> String? {
        var found: UnsafeMutablePointer<curl_header>?
        guard curl_easy_header(easy, name, 0, UInt32(CURLH_HEADER), -1, &found) == CURLHE_OK, let value = found?.pointee.value else { return nil }
        return String(cString: value)
    }
}
