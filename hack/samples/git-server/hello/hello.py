print("Hello from your environment!")
