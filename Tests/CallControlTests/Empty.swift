// CallControl
