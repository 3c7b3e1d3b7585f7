namespace slipway {}
