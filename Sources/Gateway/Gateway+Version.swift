extension Gateway {
    /// Of the product.
    public static let version = "0.1.0"
}
