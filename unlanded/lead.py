TR = {"Take the merger back": "撤销合并"}
