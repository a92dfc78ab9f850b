package org.texp4j.dl4j.programs;

import static org.texp4j.dl4j.programs.Layers.CLASSES;
import static org.texp4j.dl4j.programs.Layers.classes;
import static org.texp4j.dl4j.programs.Layers.convolution;
import static org.texp4j.dl4j.programs.Layers.dense;
import static org.texp4j.dl4j.programs.Layers.maximum;
import static org.texp4j.dl4j.programs.Layers.mean;
import static org.texp4j.dl4j.programs.Layers.norm;
import static org.texp4j.dl4j.programs.Layers.pointwise;
import static org.texp4j.dl4j.programs.Layers.relu;
import static org.texp4j.dl4j.programs.ProgramData.boxes;
import static org.texp4j.dl4j.programs.ProgramData.features;
import static org.texp4j.dl4j.programs.ProgramData.normal;
import static org.texp4j.dl4j.programs.ProgramData.oneOf;
import static org.texp4j.dl4j.programs.ProgramData.single;
import static org.texp4j.dl4j.programs.ProgramData.zerosAndOnes;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.normalization.GroupNormalization;
import org.texp4j.dl4j.normalization.InstanceNormalization;
import org.texp4j.dl4j.normalization.WeightStandardizedConvolution;

/** Programs on images and volumes, whose layers are in a row. */
final class ImagePrograms {

  private static final int SIDE = 6;
  private static final int CHANNELS = 2;
  private static final InputType IMAGES = InputType.convolutional(SIDE, SIDE, CHANNELS);

  private ImagePrograms() {}

  static List<Program> all() {
    return List.of(
        classifier(
                "convolutions",
                convolution(4),
                norm(),
                relu(),
                maximum(),
                convolution(5),
                norm(),
                relu(),
                mean(),
                classes())
            .converts("0_W", "4_W"),
        classifier(
                "LeNet with batch normalization",
                pointwise(4),
                norm(),
                relu(),
                maximum(),
                dense(8),
                norm(),
                relu(),
                classes())
            .converts("0_W", "4_W"),
        classifier(
                "depthwise and pointwise convolutions",
                new DepthwiseConvolution2D.Builder(3, 3)
                    .depthMultiplier(2)
                    .hasBias(false)
                    .convolutionMode(ConvolutionMode.Same)
                    .build(),
                norm(),
                relu(),
                pointwise(5),
                norm(),
                relu(),
                mean(),
                classes())
            .converts("0_W", "3_W"),
        classifier(
                "separable convolution",
                new SeparableConvolution2D.Builder(3, 3)
                    .nOut(4)
                    .hasBias(false)
                    .convolutionMode(ConvolutionMode.Same)
                    .build(),
                norm(),
                relu(),
                mean(),
                classes())
            .converts("0_W", "0_pW"),
        classifier(
                "strided and dilated convolutions between margins",
                new ZeroPaddingLayer(1, 1),
                new ConvolutionLayer.Builder(3, 3).nOut(4).dilation(2, 2).build(),
                norm(),
                relu(),
                new Cropping2D(1, 0),
                new ConvolutionLayer.Builder(2, 2).nOut(4).stride(2, 2).build(),
                norm(),
                relu(),
                mean(),
                classes())
            .converts("1_W", "5_W"),
        classifier(
                "group normalization",
                convolution(4),
                new GroupNormalization.Builder(2).build(),
                relu(),
                mean(),
                classes())
            .converts("0_W"),
        classifier(
                "instance normalization",
                convolution(4),
                new InstanceNormalization.Builder().build(),
                relu(),
                new GlobalPoolingLayer(PoolingType.MAX),
                classes())
            .converts("0_W"),
        classifier(
                "weight standardization",
                new WeightStandardizedConvolution.Builder(3, 3)
                    .nOut(4)
                    .convolutionMode(ConvolutionMode.Same)
                    .build(),
                relu(),
                mean(),
                classes())
            .converts("0_W"),
        classifier(
                "batch normalization without scale and shift",
                convolution(4),
                new BatchNormalization.Builder().lockGammaBeta(true).build(),
                relu(),
                mean(),
                classes())
            .converts("0_W"),
        classifier(
            "local response normalization",
            pointwise(4),
            relu(),
            new LocalResponseNormalization(),
            mean(),
            classes()),
        classifier(
                "spatial dropout",
                convolution(4),
                norm(),
                relu(),
                new DropoutLayer.Builder(new SpatialDropout(0.7)).build(),
                convolution(4),
                norm(),
                relu(),
                mean(),
                classes())
            .converts("0_W", "4_W"),
        classifier(
                "locally connected",
                convolution(4),
                norm(),
                relu(),
                new LocallyConnected2D.Builder()
                    .kernelSize(2, 2)
                    .nOut(3)
                    .activation(Activation.TANH)
                    .build(),
                norm(),
                mean(),
                classes())
            .converts("0_W"),
        classifier(
                "capsules",
                convolution(4),
                norm(),
                relu(),
                new PrimaryCapsules.Builder(4, 3).kernelSize(3, 3).stride(2, 2).build(),
                new CapsuleLayer.Builder(CLASSES, 4, 2).build(),
                new CapsuleStrengthLayer.Builder().build(),
                new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build())
            .converts("0_W"),
        Program.layers(
                "columns last",
                InputType.convolutional(SIDE, SIDE, CHANNELS, CNN2DFormat.NHWC),
                single(normal(SIDE, SIDE, CHANNELS), oneOf(CLASSES)),
                nhwc(convolution(4)),
                new BatchNormalization.Builder().dataFormat(CNN2DFormat.NHWC).build(),
                relu(),
                new GlobalPoolingLayer.Builder(PoolingType.AVG).poolingDimensions(1, 2).build(),
                classes())
            .converts("0_W"),
        Program.layers(
                "convolutional autoencoder",
                IMAGES,
                single(normal(CHANNELS, SIDE, SIDE), features()),
                convolution(4),
                norm(),
                relu(),
                maximum(),
                new Deconvolution2D.Builder(2, 2).stride(2, 2).nOut(4).build(),
                norm(),
                relu(),
                pointwise(CHANNELS),
                new CnnLossLayer.Builder(LossFunction.MSE).build())
            .converts("0_W", "4_W")
            .judgedBy(ExpectedMetrics.reconstruction()),
        Program.layers(
                "a class for each pixel",
                IMAGES,
                single(normal(CHANNELS, SIDE, SIDE), oneOf(CLASSES, SIDE, SIDE)),
                convolution(4),
                norm(),
                relu(),
                maximum(),
                new Upsampling2D.Builder(2).build(),
                pointwise(CLASSES),
                new CnnLossLayer.Builder(LossFunction.MCXENT)
                    .activation(Activation.SOFTMAX)
                    .build())
            .converts("0_W"),
        Program.layers(
                "a label for each pixel",
                IMAGES,
                single(normal(CHANNELS, SIDE, SIDE), zerosAndOnes(1, SIDE, SIDE)),
                convolution(4),
                norm(),
                relu(),
                pointwise(1),
                new CnnLossLayer.Builder(LossFunction.XENT).activation(Activation.SIGMOID).build())
            .converts("0_W")
            .judgedBy(ExpectedMetrics.label()),
        Program.layers(
                "detection",
                IMAGES,
                single(normal(CHANNELS, SIDE, SIDE), boxes(CLASSES, SIDE)),
                convolution(4),
                norm(),
                relu(),
                pointwise(2 * (5 + CLASSES)),
                new Yolo2OutputLayer.Builder()
                    .boundingBoxPriors(Nd4j.createFromArray(new double[][] {{2, 2}, {4, 3}}))
                    .build())
            .converts("0_W")
            .judgedBy(ExpectedMetrics.loss()),
        classifier(
                "space to depth",
                new SpaceToDepthLayer.Builder<>(2, CNN2DFormat.NCHW).build(),
                convolution(4),
                norm(),
                relu(),
                mean(),
                classes())
            .converts("1_W"),
        Program.layers(
                "volumes",
                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 4, 4, 1),
                single(normal(1, 4, 4, 4), oneOf(CLASSES)),
                new Convolution3D.Builder(2, 2, 2).nOut(3).hasBias(false).build(),
                relu(),
                mean(),
                dense(6),
                norm(),
                relu(),
                classes())
            .converts("0_W", "3_W"),
        Program.layers(
            "a class for each voxel",
            InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 3, 3, 3, 1),
            single(normal(1, 3, 3, 3), oneOf(CLASSES, 3, 3, 3)),
            new Convolution3D.Builder(2, 2, 2)
                .nOut(CLASSES)
                .convolutionMode(ConvolutionMode.Same)
                .build(),
            new Cnn3DLossLayer.Builder(Convolution3D.DataFormat.NCDHW)
                .lossFunction(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .build()));
  }

  private static Program classifier(String name, Layer... layers) {
    return Program.layers(name, IMAGES, labelled(), layers);
  }

  private static List<MultiDataSet> labelled() {
    return single(normal(CHANNELS, SIDE, SIDE), oneOf(CLASSES));
  }

  private static ConvolutionLayer nhwc(ConvolutionLayer layer) {
    layer.setCnn2dDataFormat(CNN2DFormat.NHWC);
    return layer;
  }
}
