WHY = "inner sizes agree, outer sizes remain"
