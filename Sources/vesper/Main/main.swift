print("vesper")
